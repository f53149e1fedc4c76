"""What a program inside can do with its way to the network, word by word."""
import http.client, os, socket, ssl, sys, time, urllib.request, urllib.error

PORT = 3128

def connect():
    s = socket.create_connection(("127.0.0.1", PORT), 10)
    s.settimeout(10)
    return s

def rest(s):
    got = b""
    try:
        while True:
            part = s.recv(65536)
            if not part:
                return got
            got += part
    except OSError:
        return got + b"(broken)"

def told(got):
    """The status, and why it was refused or what came."""
    if not got or got == b"(broken)":
        return "closed"
    head, _, body = got.partition(b"\r\n\r\n")
    status = head.split(b" ")[1].decode()
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"x-countersign-refused:"):
            return status + " " + line.split(b":")[1].strip().decode()
    return status + " " + body.decode("latin-1")[:40]

def ask(raw):
    s = connect()
    try:
        s.sendall(raw)
    except OSError:
        pass
    return told(rest(s))

def request(target, host=None, method="GET", fields="", body=b""):
    return ("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, target, host or target.split("/")[2], fields)).encode() + body

def hello(name):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(into, out, server_hostname=name)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()

def tunnel(target, first=None, host=None, raw=None):
    """Opens a tunnel and sends the greeting for a host, or other bytes."""
    s = connect()
    s.sendall(raw if raw is not None else ("CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (target, host or target)).encode())
    got = b""
    while b"\r\n\r\n" not in got:
        part = s.recv(65536)
        if not part:
            break
        got += part
    if not got.startswith(b"HTTP/1.1 200"):
        return told(got + rest(s))
    try:
        s.sendall(first if first is not None else hello(target.rsplit(":", 1)[0]))
    except OSError:
        return "200 closed"
    return "200 " + (rest(s).decode("latin-1") or "closed")

def records(greeting, size):
    """The same greeting in records of a few bytes."""
    message = greeting[5:]
    return b"".join(b"\x16\x03\x01" + len(message[i:i + size]).to_bytes(2, "big") + message[i:i + size] for i in range(0, len(message), size))

if len(sys.argv) > 1:
    print(eval(sys.argv[1]), flush=True)
else:
    for line in sys.stdin:
        print(eval(line), flush=True)
