# Verifies messages with python3-dkim and with libopendkim, in one process and without DNS.
# usage: oracle.py FOLDER [AHEAD]: *.eml in it are messages, `keys` has lines "owner record"; the signer's clock is AHEAD
# seconds ahead.
# Prints a line for each message: its name, then for both verifiers the verdict on each signature, from the top.
import ctypes
import os
import sys
import time

import dkim

PASSED = 4
folder = sys.argv[1]
ahead = int(sys.argv[2]) if len(sys.argv) > 2 else 0
now = time.time
dkim.time.time = lambda: now() + ahead
keys = dict(line.split(" ", 1) for line in open(os.path.join(folder, "keys")).read().splitlines())


def record(name, timeout=5):
    return keys.get(name.decode().rstrip("."), "").encode()


lib = ctypes.CDLL("libopendkim.so.11")
lib.dkim_init.restype = ctypes.c_void_p
lib.dkim_options.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
lib.dkim_verify.restype = ctypes.c_void_p
lib.dkim_verify.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)]
lib.dkim_chunk.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
lib.dkim_eom.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
lib.dkim_getsiglist.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
lib.dkim_sig_getflags.argtypes = [ctypes.c_void_p]
lib.dkim_sig_geterror.argtypes = [ctypes.c_void_p]
lib.dkim_free.argtypes = [ctypes.c_void_p]
opendkim = lib.dkim_init(None, None)
from_file = ctypes.c_int(1)
lib.dkim_options(opendkim, 1, 6, ctypes.byref(from_file), ctypes.sizeof(from_file))
path = ctypes.create_string_buffer(os.path.join(folder, "keys").encode())
lib.dkim_options(opendkim, 1, 7, path, len(path))
if ahead:
    drift = ctypes.c_uint64(2 * ahead)
    lib.dkim_options(opendkim, 1, 12, ctypes.byref(drift), ctypes.sizeof(drift))


def by_dkimpy(message):
    verdicts = []
    try:
        parsed = dkim.DKIM(message)
        count = sum(1 for name, value in parsed.headers if name.lower() == b"dkim-signature")
    except dkim.MessageFormatError as e:
        return ["unreadable: %s" % e]
    for i in range(count):
        try:
            verdicts.append("ok" if parsed.verify(idx=i, dnsfunc=record) else "failed")
        except Exception as e:
            verdicts.append("%s: %s" % (type(e).__name__, e))
    return verdicts


def by_opendkim(message):
    state = ctypes.c_int(0)
    handle = lib.dkim_verify(opendkim, b"oracle", None, ctypes.byref(state))
    codes = [lib.dkim_chunk(handle, message, len(message)), lib.dkim_chunk(handle, None, 0)]
    codes.append(lib.dkim_eom(handle, None))
    found, count = ctypes.c_void_p(), ctypes.c_int(0)
    lib.dkim_getsiglist(handle, ctypes.byref(found), ctypes.byref(count))
    signatures = ctypes.cast(found, ctypes.POINTER(ctypes.c_void_p))
    verdicts = []
    for i in range(count.value):
        passed = lib.dkim_sig_getflags(signatures[i]) & PASSED
        verdicts.append("ok" if passed else "error %d" % lib.dkim_sig_geterror(signatures[i]))
    lib.dkim_free(handle)
    return verdicts or ["none: %s" % codes]


for name in sorted(os.listdir(folder)):
    if name.endswith(".eml"):
        with open(os.path.join(folder, name), "rb") as file:
            octets = file.read()
        print("%s dkimpy=%s opendkim=%s" % (name, ",".join(by_dkimpy(octets)), ",".join(by_opendkim(octets))))
