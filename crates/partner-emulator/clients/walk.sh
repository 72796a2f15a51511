#!/bin/sh
# A walk through the emulator: sign in with msal, list, assign, run out of licences, move the clock, see the
# token expire, save the state, restart, go on.
#
#   pip install msal requests
#   cargo build -p partner-emulator
#   sh crates/partner-emulator/clients/walk.sh target/debug/partner-emulator
set -eu

program=${1:-target/debug/partner-emulator}
python=${PYTHON:-python3}
here=$(dirname "$0")
folder=$(mktemp -d)
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
endpoint=https://localhost:$port
customer=0c39d6d5-c70d-4c55-bc02-f620844f3fd1
users=$endpoint/v1/customers/$customer/users
first=482e2152-4b49-48ec-b715-823365ce3d4c
second=554526aa-cf5e-46fa-95df-98dbc55d8a1e
sku=54b84594-9c77-4499-8d65-5e0d5f410e78 # there is one unit of it
refresh=emulator-refresh-token

start() {
    "$program" --port "$port" --state "$folder/state.json" --write-certificate "$folder/root.pem" \
        --no-byte-order-mark </dev/null >"$folder/log" &
    pid=$!
    for _ in $(seq 100); do
        grep -q endpoint "$folder/log" && return
        sleep 0.1
    done
    echo "it does not start" >&2
    exit 1
}

stop() {
    kill "$pid"
    wait "$pid"
}

trap 'kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT

sign_in() {
    "$python" "$here/msal_token.py" "$endpoint" "$folder/root.pem" "$refresh" >"$folder/tokens"
    access=$(sed -n 1p "$folder/tokens")
    refresh=$(sed -n 2p "$folder/tokens")
}

# expect STATUS WHAT URL [curl's arguments]
expect() {
    wanted=$1 what=$2 url=$3
    shift 3
    status=$(curl --silent --cacert "$folder/root.pem" --output "$folder/body" --write-out '%{http_code}' \
        -H "Authorization: Bearer $access" -H 'Accept: application/json' "$@" "$url")
    if [ "$status" != "$wanted" ]; then
        echo "$what: $status and not $wanted" >&2
        cat "$folder/body" >&2
        exit 1
    fi
    echo "$what: $status"
}

# has TEXT: the last body has it
has() {
    grep -q "$1" "$folder/body" || { echo "no $1 in:" >&2; cat "$folder/body" >&2; exit 1; }
}

assign() {
    expect "$1" "assign to $2" "$users/$2/licenseupdates" -H 'Content-Type: application/json' \
        -d "{\"licensesToAssign\": [{\"skuId\": \"$sku\"}]}"
}

command() {
    curl --silent --fail --cacert "$folder/root.pem" -d "$1" "$endpoint/_emulator"
}

start
sign_in
expect 200 "list the users" "$users"
assign 201 "$first"
assign 400 "$second"
has 60012
command 'clock +2h'
expect 401 "the token has expired" "$users"
sign_in
expect 200 "signed in again" "$users"
command save
stop

start
expect 200 "after a restart the token is good" "$users/$first/licenses"
has AX_TASK_USER
assign 400 "$second"
sign_in
expect 200 "and so is the refresh token" "$users"
command reset
expect 200 "reset" "$users/$first/licenses"
if grep -q AX_TASK_USER "$folder/body"; then
    echo "the licence is still there after a reset" >&2
    exit 1
fi
stop
echo "the walk is done"
