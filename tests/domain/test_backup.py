"""Which copies are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.backup import DAYS, RESTORES, VERSIONS, WEEKS, Backup, BackupKind, superfluous

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BACKUPS = st.builds(
    lambda age, kind: Backup(Path(f"{kind}-{age}"), kind, NOW - timedelta(hours=age), 1),
    st.integers(0, 2000),
    st.sampled_from(BackupKind),
)


@given(st.lists(BACKUPS, unique_by=lambda backup: backup.path))
def test_the_newest_of_each_kind_and_all_before_migrations_stay(backups: list[Backup]) -> None:
    gone = superfluous(backups)
    kept = [backup for backup in backups if backup not in gone]
    for kind in BackupKind:
        mine = [backup for backup in backups if backup.kind is kind]
        if mine:
            assert max(mine, key=lambda backup: backup.made_at) in kept
    assert all(backup.kind is not BackupKind.MIGRATION for backup in gone)
    daily = [backup for backup in kept if backup.kind is BackupKind.DAILY]
    assert len(daily) <= DAYS + WEEKS
    assert sum(backup.kind is BackupKind.RESTORE for backup in kept) <= RESTORES
    assert sum(backup.kind is BackupKind.VERSION for backup in kept) <= VERSIONS
    assert superfluous(kept) == []


def test_a_week_and_a_month_stay_of_a_year() -> None:
    year = [Backup(Path(str(age)), BackupKind.DAILY, NOW - timedelta(days=age), 1) for age in range(365)]
    gone = superfluous(year)
    ages = [(NOW - backup.made_at).days for backup in year if backup not in gone]
    assert ages[:DAYS] == list(range(7))
    assert 14 <= max(ages) <= 28
