# Runs T-SQL batches through python-tds, one connection, and prints all rows as one line of JSON. Settings come on standard input.
import json
import sys

import pytds

settings = json.load(sys.stdin)
rows = []
with pytds.connect(
    dsn="localhost",
    port=settings["port"],
    database="master",
    user=settings["user"],
    password=settings["password"],
    cafile=settings.get("ca"),
    login_timeout=10,
    timeout=30,
) as connection:
    with connection.cursor() as cursor:
        for batch in settings["batches"]:
            cursor.execute(batch)
            while True:
                if cursor.description is not None:
                    rows.extend([[str(value) for value in row] for row in cursor.fetchall()])
                if not cursor.nextset():
                    break
print(json.dumps(rows))
