#!/bin/bash
# Removes what has ended and what has no name any more, and shows what is left.
# After the clean-up scripts found everywhere; the words are ours, the commands those of
# github.com/RafalSladek/bitcoin-docker, cleanupDocker.sh.
# SPDX-License-Identifier: MIT

echo "before: $(docker ps -aq | wc -l) containers"
ended=$(docker ps -qa --no-trunc --filter "status=exited")
if [ "$ended" ]; then
	# Ids are words.
	# shellcheck disable=SC2086
	docker rm $ended | wc -l
fi

docker images | grep -c '<none>'
for image in $(docker images | grep '<none>' | awk '/ / { print $3 }'); do
	docker rmi "$image" >/dev/null && echo "removed an image"
done
docker images --filter dangling=true -q --no-trunc
echo "after: $(docker ps -aq | wc -l) containers"
docker ps -a --format '{{.Names}}'
