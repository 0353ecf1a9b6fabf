"""What every adapter of the journal port must do; a new adapter joins by adding its rig to `RIGS`."""

import sqlite3
from zlib import crc32

import pytest

from tradespec_server.journal import Fenced, JournalDamaged, MemoryJournal, MemoryRows, SqliteJournal

BATCHES = [[b"one"], [b"two", b"three"], [b"four", b"five", b"six"]]
PAYLOADS = [payload for batch in BATCHES for payload in batch]


class MemoryRig:
    """Opens journals over one place and can damage that place behind their back."""

    def __init__(self, tmp_path):
        self.rows = MemoryRows()

    def open(self):
        return MemoryJournal(self.rows)

    def edit(self, change):
        self.rows.rows = change(list(self.rows.rows))


class SqliteRig:
    def __init__(self, tmp_path):
        self.path = tmp_path / "journal.db"

    def open(self):
        return SqliteJournal(self.path)

    def edit(self, change):
        with sqlite3.connect(self.path, isolation_level=None) as db:
            rows = change(db.execute("SELECT * FROM record ORDER BY sequence").fetchall())
            db.execute("DELETE FROM record")
            db.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", rows)
        db.close()


RIGS = [MemoryRig, SqliteRig]


@pytest.fixture(params=RIGS)
def rig(request, tmp_path):
    return request.param(tmp_path)


@pytest.fixture
def filled(rig):
    journal = rig.open()
    journal.fence(1)
    for batch in BATCHES:
        journal.append(batch)
    yield journal
    journal.close()


def test_a_new_journal_is_empty(rig):
    journal = rig.open()
    assert (journal.last_sequence, journal.epoch, list(journal.read())) == (0, 0, [])
    journal.close()


def test_append_answers_the_last_sequence_and_read_gives_the_records_back(filled):
    assert filled.append([b"seven", b"eight"]) == 8
    assert [(record.sequence, record.payload) for record in filled.read()] == list(
        enumerate([*PAYLOADS, b"seven", b"eight"], 1)
    )


def test_an_empty_batch_writes_nothing(filled):
    assert filled.append([]) == 6
    assert filled.last_sequence == 6


def test_reading_from_a_sequence_gives_the_same_records_as_reading_all(filled):
    everything = list(filled.read())
    for start in range(1, 7):
        assert list(filled.read(start)) == everything[start - 1 :]
    assert list(filled.read(7)) == []


def test_reading_from_behind_the_end_is_an_error_and_not_an_empty_answer(filled):
    with pytest.raises(JournalDamaged, match="no such record"):
        list(filled.read(8))


def test_a_journal_opened_again_goes_on_where_it_ended(rig, filled):
    filled.close()
    again = rig.open()
    assert (again.last_sequence, again.epoch, again.identity) == (6, 1, filled.identity)
    again.fence(2)
    assert again.append([b"seven"]) == 7
    assert [record.payload for record in again.read()] == [*PAYLOADS, b"seven"]
    again.close()


def test_digests_chain_so_that_the_same_payload_never_has_the_same_digest(rig):
    journal = rig.open()
    journal.fence(1)
    journal.append([b"same", b"same", b"same"])
    assert len({record.digest for record in journal.read()}) == 3
    journal.close()


def test_nothing_is_written_before_an_epoch_is_claimed(rig, filled):
    stranger = rig.open()
    with pytest.raises(Fenced):
        stranger.append([b"stray"])
    assert filled.last_sequence == 6
    stranger.close()


def test_the_second_of_two_writers_fences_the_first(rig, filled):
    second = rig.open()
    second.fence(2)
    with pytest.raises(Fenced, match="epoch 2"):
        filled.append([b"late"])
    assert second.append([b"seven"]) == 7
    assert [record.payload for record in second.read()] == [*PAYLOADS, b"seven"]
    second.close()


def test_a_writer_that_takes_over_goes_on_after_what_was_written_since_it_opened(rig, filled):
    second = rig.open()
    filled.append([b"seven"])
    second.fence(2)
    assert second.append([b"eight"]) == 8
    assert [record.payload for record in second.read(7)] == [b"seven", b"eight"]
    second.close()


@pytest.mark.parametrize("epoch", [0, 1])
def test_an_epoch_is_claimed_once_and_only_upwards(rig, filled, epoch):
    other = rig.open()
    with pytest.raises(Fenced, match="above 1"):
        other.fence(epoch)
    assert filled.append([b"seven"]) == 7
    other.close()


def altered(row, *, payload=None, checksum=None, digest=None):
    return (row[0], payload or row[1], checksum or row[2], digest or row[3])


def with_checksum(row, payload):
    return altered(row, payload=payload, checksum=crc32(payload, crc32(row[0].to_bytes(8, "big"))))


def flip(data, bit):
    return bytes(byte ^ (1 << bit % 8 if index == bit // 8 else 0) for index, byte in enumerate(data))


DAMAGES = [
    # what happens to the rows, first record named, what the error says
    ("payload bit", lambda rows: [*rows[:2], altered(rows[2], payload=flip(rows[2][1], 5)), *rows[3:]], 3, "checksum"),
    ("checksum bit", lambda rows: [*rows[:2], altered(rows[2], checksum=rows[2][2] ^ 1), *rows[3:]], 3, "checksum"),
    ("digest bit", lambda rows: [*rows[:2], altered(rows[2], digest=flip(rows[2][3], 9)), *rows[3:]], 3, "replaced"),
    ("first record", lambda rows: [altered(rows[0], payload=b"ONE"), *rows[1:]], 1, "checksum"),
    ("forged payload", lambda rows: [*rows[:2], with_checksum(rows[2], b"forged"), *rows[3:]], 3, "replaced"),
    ("torn payload", lambda rows: [*rows[:5], altered(rows[5], payload=rows[5][1][:-1])], 6, "checksum"),
    ("deleted row", lambda rows: [*rows[:2], *rows[3:]], 3, "the next one is 4"),
    ("deleted first", lambda rows: rows[1:], 1, "the next one is 2"),
    ("truncated by one", lambda rows: rows[:-1], 6, "torn tail"),
    ("truncated by many", lambda rows: rows[:2], 3, "torn tail"),
    ("emptied", lambda rows: [], 1, "torn tail"),
    ("swapped rows", lambda rows: [*rows[:2], (3, *rows[3][1:]), (4, *rows[2][1:]), *rows[4:]], 3, "checksum"),
    (
        "swapped rows with new checksums",
        lambda rows: [*rows[:2], with_checksum(rows[2], rows[3][1]), with_checksum(rows[3], rows[2][1]), *rows[4:]],
        3,
        "replaced",
    ),
]


@pytest.mark.parametrize(("change", "sequence", "what"), [row[1:] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_damage_is_noticed_and_named_and_nothing_behind_it_is_read(rig, filled, change, sequence, what):
    rig.edit(change)
    seen = []
    with pytest.raises(JournalDamaged, match=what) as caught:
        seen.extend(filled.read())
    assert caught.value.sequence == sequence
    assert f"record {sequence}" in str(caught.value)
    assert "Restore" in str(caught.value)


def test_records_before_the_damage_are_still_read(rig, filled):
    rig.edit(lambda rows: [*rows[:4], *rows[5:]])
    records = filled.read()
    assert [next(records).payload for _ in range(4)] == PAYLOADS[:4]
    with pytest.raises(JournalDamaged):
        next(records)


def test_a_whole_chain_written_anew_is_not_the_one_acknowledged(rig, filled, tmp_path):
    (tmp_path / "other").mkdir()
    other_rig = type(rig)(tmp_path / "other")
    other = other_rig.open()
    other.fence(1)
    other.append([b"a", b"b", b"c", b"d", b"e", b"f"])
    rows = []
    other_rig.edit(lambda found: rows.extend(found) or found)
    rig.edit(lambda _: rows)
    with pytest.raises(JournalDamaged):
        list(filled.read())
    other.close()
