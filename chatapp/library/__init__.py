"""Models on disk and how they get there: fetching, checking, unpacking, importing. Knows neither torch nor Qt."""
