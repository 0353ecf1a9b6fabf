"""Faults below the rows: files cut, flipped, missing, foreign, and processes killed in the middle of a batch."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest

from tradespec_server.journal import JournalDamaged, JournalError, JournalUnreadable, SqliteJournal

RECORDS = [f"record {number} ".encode() * 20 for number in range(1, 101)]


def write(path, records=RECORDS):
    journal = SqliteJournal(path)
    journal.fence(journal.epoch + 1)
    for start in range(0, len(records), 10):
        journal.append(records[start : start + 10])
    return journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


@pytest.fixture
def killed(path, tmp_path):
    """A journal as `kill -9` leaves it: the newest records are in SQLite's log and not yet in the file."""
    journal = write(tmp_path / "live" / "journal.db")
    for file in (tmp_path / "live").iterdir():
        shutil.copy(file, tmp_path)
    journal.close()
    return path


def payloads(path):
    journal = SqliteJournal(path)
    try:
        return [record.payload for record in journal.read()]
    finally:
        journal.close()


def damage_of(path):
    with pytest.raises(JournalDamaged) as caught:
        payloads(path)
    return caught.value


def flip_byte(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x10
    path.write_bytes(data)


def test_a_killed_journal_comes_back_whole(killed):
    assert killed.with_name("journal.db-wal").stat().st_size > 0
    assert payloads(killed) == RECORDS


def test_a_torn_tail_that_was_acknowledged_is_noticed(killed):
    wal = killed.with_name("journal.db-wal")
    os.truncate(wal, wal.stat().st_size * 2 // 3)
    with pytest.raises(JournalDamaged, match="torn tail"):
        SqliteJournal(killed)  # a writer must not go on from there either
    damage = damage_of(killed)
    assert damage.sequence > 1
    assert "torn tail" in str(damage)


def test_a_torn_tail_that_was_never_acknowledged_is_dropped(killed):
    head = killed.with_name("journal.db.head").read_bytes()
    journal = SqliteJournal(killed)
    journal.fence(2)
    journal.append([b"never acknowledged"])
    killed.with_name("journal.db.head").write_bytes(head)
    wal = killed.with_name("journal.db-wal")
    os.truncate(wal, wal.stat().st_size - 10)
    shutil.copy(wal, killed.with_name("torn"))
    journal.close()
    assert payloads(killed)[:100] == RECORDS


def test_every_commit_is_synced_to_the_disk(path):
    journal = SqliteJournal(path)
    assert journal._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    journal.close()


def test_a_missing_log_is_noticed(killed):
    killed.with_name("journal.db-wal").unlink()
    killed.with_name("journal.db-shm").unlink(missing_ok=True)
    assert "100 records were acknowledged" in str(damage_of(killed))


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_a_flipped_bit_in_the_log_is_noticed(killed, part):
    wal = killed.with_name("journal.db-wal")
    flip_byte(wal, int(wal.stat().st_size * part))
    damage_of(killed)


def test_a_flipped_bit_anywhere_in_a_payload_is_noticed(path):
    write(path).close()
    whole = path.read_bytes()
    for record in (1, 50, 100):
        path.write_bytes(whole)
        flip_byte(path, whole.index(RECORDS[record - 1]) + 30)
        assert damage_of(path).sequence == record


def test_flipped_bytes_anywhere_in_the_file_never_give_other_records(path):
    write(path).close()
    whole = path.read_bytes()
    for offset in range(0, len(whole), 499):
        path.write_bytes(whole)
        flip_byte(path, offset)
        try:
            found = payloads(path)
        except JournalError as error:
            assert "Expected" in str(error)  # noqa: PT017  # either outcome is right; wrong records are not
        else:
            assert found == RECORDS


def test_a_cut_file_is_noticed(path):
    write(path).close()
    os.truncate(path, path.stat().st_size // 2)
    damage_of(path)


def test_a_missing_file_with_a_head_is_noticed(path):
    write(path).close()
    path.unlink()
    assert "empty file where 100 records" in str(damage_of(path))


def test_a_missing_or_torn_head_is_noticed(path):
    write(path).close()
    head = path.with_name("journal.db.head")
    whole = head.read_bytes()
    head.write_bytes(b"\0" * len(whole))
    assert "torn journal.db.head" in str(damage_of(path))
    head.unlink()
    assert "no journal.db.head" in str(damage_of(path))
    write(path.parent / "other" / "journal.db").close()
    shutil.copy(path.parent / "other" / "journal.db.head", head)
    assert "belongs to another journal" in str(damage_of(path))


def test_one_torn_slot_of_the_head_is_survived(path):
    for slot in (0, 512):
        write(path, RECORDS[:20]).close()
        flip_byte(path.with_name("journal.db.head"), slot + 7)
        found = payloads(path)
        assert found == RECORDS[:20]
        for file in list(path.parent.iterdir()):
            file.unlink()


def test_a_start_that_stopped_half_way_is_taken_up(path):
    journal = SqliteJournal(path)
    journal.close()
    path.unlink()
    write(path).close()
    assert payloads(path) == RECORDS


def test_other_files_are_refused_with_a_sentence(path):
    write(path).close()
    path.write_bytes(os.urandom(5000))
    assert "SQLite cannot read" in str(damage_of(path))
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE photographs (id INTEGER)")
    db.close()
    with pytest.raises(JournalUnreadable, match="another database"):
        SqliteJournal(path)


def test_another_format_is_refused(path):
    write(path).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE journal SET format = 2")
    db.close()
    with pytest.raises(JournalUnreadable, match="Expected journal format 1, got 2"):
        SqliteJournal(path)


def test_a_full_disk_is_told_and_nothing_of_the_batch_is_written(path):
    journal = write(path)
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError, match="disk is full"):
        journal.append([b"x" * 100_000] * 10)
    assert journal.last_sequence == 100
    journal.close()
    assert payloads(path) == RECORDS


WRITER = """
import sys
from pathlib import Path
from tradespec_server.journal import SqliteJournal
journal = SqliteJournal(Path(sys.argv[1]))
journal.fence(journal.epoch + 1)
while True:
    start = journal.last_sequence
    print(journal.append([f"record {start + 1 + n}".encode() for n in range(start % 7 + 1)]), flush=True)
"""


def test_a_process_killed_while_it_writes_loses_nothing_it_told(path):
    told = 0
    for lines in (3, 40, 90):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(lines):
                told = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            told = max([told, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        found = payloads(path)
        assert len(found) >= told
        assert found == [f"record {number}".encode() for number in range(1, len(found) + 1)]
