# Runs the statements of support.ts through python-tds and prints what came back as one line of JSON.
# Reads its settings as JSON from standard input.
import json
import sys

import pytds

settings = json.load(sys.stdin)
seen = {}
with pytds.connect(
    # A name: python-tds compares certificates with DNS names only.
    dsn="localhost",
    port=settings["port"],
    database="master",
    user=settings["user"],
    password=settings["password"],
    cafile=settings.get("ca"),
    enc_login_only=settings.get("loginOnly", False),
    login_timeout=10,
    timeout=settings.get("timeout", 10),
) as connection:
    with connection.cursor() as cursor:
        cursor.execute(settings["text"])
        seen["row"] = cursor.fetchall()[0]
        parameters = [settings["sum"], "@a int, @b int, @sum int OUTPUT", 2, 40, pytds.output(param_type="int")]
        seen["sum"] = cursor.callproc("sp_executesql", parameters)[-1]
        try:
            cursor.execute(settings["fail"])
        except pytds.Error as error:
            seen["error"] = [error.msg_no, error.severity, error.state, str(error)]
        if "timeout" in settings:
            try:
                cursor.execute(settings["wait"])
            except pytds.TimeoutError:
                seen["timedOut"] = True
        cursor.execute(settings["text"])
        seen["again"] = cursor.fetchall()[0]
    connection.commit()
print(json.dumps(seen))
