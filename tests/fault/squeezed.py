"""The texts of a store's rows, squeezed or not: plain(connection) gives SQL a function plain(text, dictionary, squeezed)."""

import ctypes
import ctypes.util

_zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
for _name in ("ZSTD_createDCtx", "ZSTD_decompress_usingDict"):
    getattr(_zstd, _name).restype = ctypes.c_void_p if _name == "ZSTD_createDCtx" else ctypes.c_size_t
_zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
_SIZE_MAX = 16 * 1024 * 1024


def expanded(squeezed, dictionary):
    squeezed = squeezed[:-4]   # without its checksum
    size = _zstd.ZSTD_getFrameContentSize(squeezed, ctypes.c_size_t(len(squeezed)))
    if size > _SIZE_MAX:
        raise ValueError("no squeezed text")
    text = ctypes.create_string_buffer(max(size, 1))
    context = ctypes.c_void_p(_zstd.ZSTD_createDCtx())
    made = _zstd.ZSTD_decompress_usingDict(context, text, ctypes.c_size_t(size), squeezed, ctypes.c_size_t(len(squeezed)),
                                           dictionary, ctypes.c_size_t(len(dictionary)))
    _zstd.ZSTD_freeDCtx(context)
    if made != size:
        raise ValueError("no squeezed text")
    return text.raw[:size].decode()


def plain(connection):
    dictionaries = dict(connection.execute("SELECT n, bytes FROM dictionaries"))
    connection.create_function(
        "plain", 3, lambda text, n, squeezed: text if n is None else expanded(squeezed, dictionaries[n]), deterministic=True)
    return connection
