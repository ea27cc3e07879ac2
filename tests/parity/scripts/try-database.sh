#!/bin/sh
# Starts a database afresh on a port of the host, asks it something, shows its log and clears it away.
# After the test script of github.com/sahlinet/docker-postgresql-test, test.sh; instead of PostgreSQL
# it is a small server that takes its part.
# SPDX-License-Identifier: MIT

docker stop database-test 2>/dev/null
docker rm database-test 2>/dev/null
ID=$(docker run -d -p 15432:5000 -e DB_NAME=test -e DB_USER=test -e PASSWORD=test --name database-test \
	--stop-signal KILL busybox sh -c 'echo "$DB_NAME for $DB_USER"; exec serve "rows of $DB_NAME"')
echo "${#ID} digits"
for _ in $(seq 50); do
	answer=$(curl --silent --fail http://127.0.0.1:15432/) && break
	sleep 0.1
done
rc=$?
echo "$answer"
docker logs "$ID"
docker stop "$ID" >/dev/null
docker inspect --format '{{.State.Status}}' database-test
docker rm "$ID" >/dev/null
exit $rc
