"""The example's programs in Python's standard library, for `npm run bench:overlap -- --python`.

A server process sums Gaussian samples for every client that connects; the serial program asks it, waits and then
sums uniform samples, and the asynchronous one (asyncio) sums in 40 chunks and hands control back between them.
Prints one JSON object with the seconds of each.

    python3 programs.py SAMPLES SERVER_SAMPLES
"""

import asyncio
import json
import random
import socket
import subprocess
import sys
import time

CHUNKS = 40


def serve(samples):
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            client, _ = server.accept()
            with client:
                total = 0.0
                for _ in range(samples):
                    total += random.gauss(0.0, 1.0)
                client.sendall(str(total).encode())


def uniform_sum(samples):
    total = 0.0
    for _ in range(samples):
        total += random.random()
    return total


def serial(port, samples):
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as server:
        float(server.recv(4096))
    waited = time.perf_counter() - began
    uniform_sum(samples)
    elapsed = time.perf_counter() - began
    return {"serial": elapsed, "wait": waited, "compute": elapsed - waited}


async def overlapped(port, samples):
    async def request():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        float(await reader.read(4096))
        writer.close()

    async def compute():
        for chunk in range(CHUNKS):
            uniform_sum((chunk + 1) * samples // CHUNKS - chunk * samples // CHUNKS)
            await asyncio.sleep(0)

    began = time.perf_counter()
    await asyncio.gather(request(), compute())
    return {"async": time.perf_counter() - began}


if sys.argv[1] == "--serve":
    serve(int(sys.argv[2]))
samples, server_samples = map(int, sys.argv[1:])
command = [sys.executable, __file__, "--serve", str(server_samples)]
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
    port = int(server.stdout.readline())
    result = serial(port, samples) | asyncio.run(overlapped(port, samples))
    server.terminate()
print(json.dumps(result | {"python": sys.version.split()[0]}))
