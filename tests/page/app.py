# SPDX-License-Identifier: MIT
"""The web application of the page: keeps notes in the PostgreSQL that it is linked to.

Each request makes a connection of its own, so a database that was away is found again by the
next request. The first part of the path says by which of the link's two ways to look for it.
"""

import os
import time

import flask
import psycopg2

app = flask.Flask(__name__)
PATIENCE = 10  # seconds a request waits for a database that is just starting


def source(way):
    if way == "variable":
        return os.environ["DB_PORT_5432_TCP_ADDR"]
    return "db"  # the alias, looked up in /etc/hosts


def connect(host):
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg2.connect(
                host=host, dbname="docker", user="docker", password="docker", connect_timeout=2
            )
        except psycopg2.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


@app.route("/")
def hello():
    return "Hello world!\n"


@app.route("/<any(variable, name):way>/notes", methods=["GET", "POST"])
def notes(way):
    connection = connect(source(way))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS notes (id serial, text text)")
            if flask.request.method == "POST":
                cursor.execute("INSERT INTO notes (text) VALUES (%s)", [flask.request.get_data(as_text=True)])
            cursor.execute("SELECT text FROM notes ORDER BY id")
            return "".join(text + "\n" for (text,) in cursor)
    finally:
        connection.close()


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
