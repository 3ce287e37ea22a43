"""CloudTrail Lake as tests use it."""

import time


def make_store(trail, name="audit", **more):
    made = trail.create_event_data_store(Name=name, TerminationProtectionEnabled=False, **more)
    arn = made["EventDataStoreArn"]
    return arn, arn.rsplit("/", 1)[1]


def ended(trail, query):
    """Waits for the end of a query: the work of one is done beside the calls of clients."""
    for _ in range(400):
        described = trail.describe_query(QueryId=query)
        if described["QueryStatus"] not in ("QUEUED", "RUNNING"):
            return described
        time.sleep(0.05)
    raise AssertionError(described)


def ask(trail, statement, **more):
    query = trail.start_query(QueryStatement=statement, **more)["QueryId"]
    described = ended(trail, query)
    assert described["QueryStatus"] == "FINISHED", described
    pages, token = [], {}
    while True:
        answer = trail.get_query_results(QueryId=query, **token)
        pages += answer["QueryResultRows"]
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert answer["QueryStatistics"]["TotalResultsCount"] == len(pages)
    return [[value for column in row for value in column.values()] for row in pages]
