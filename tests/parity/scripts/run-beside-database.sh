#!/bin/bash
# Starts a program that is told its database's address, waits until it says that it is ready, and
# restarts it when it has ended.
# After github.com/grglucastr/home-inc-api, run-container.sh, and the waiting loop of many others
# (`docker inspect -f {{.State.Running}}`); the images are busybox.
# SPDX-License-Identifier: MIT
set -e

docker run -d --name pgserver --expose 5432 busybox idle >/dev/null
PG_SERVER_IP=$(docker inspect -f '{{range.NetworkSettings.Networks}}{{.IPAddress}}{{end}}' pgserver)
docker run -d -p 8080:8080 --name api -e PG_SERVER_ADDRESS="$PG_SERVER_IP" --link pgserver:pg busybox \
	sh -c 'echo "database at $PG_SERVER_ADDRESS, by link $PG_PORT_5432_TCP_ADDR"; sleep 2; echo done' >/dev/null
until [ "$(docker inspect -f '{{.State.Running}}' api)" == "true" ]; do
	sleep 0.1
done
docker port api
docker logs -f api
docker wait api
if [ "$(docker inspect -f '{{.State.Running}}' api)" == "false" ]; then
	docker start api
fi
docker wait api
docker logs --tail 1 api
# Ids are words.
# shellcheck disable=SC2046
docker rm -f $(docker ps -aq) | wc -l
