"""The page of one conversation: its title, banners, transcript and composer."""
