"""The interviewers' guide of a published bank."""

from sqlalchemy import event

from hiring.banks.versions import guide_document


def test_a_guide_is_read_from_the_database_once(house, session):
    version_id = house.key.bank_version_id
    first = guide_document(session, version_id, "en")
    engine, statements = session.get_bind(), []

    def note(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    again = guide_document(session, version_id, "en")
    event.remove(engine, "before_cursor_execute", note)

    assert again is first
    assert statements == []
