"""A first query as a client program makes it: libpq by ctypes, so that no process start is measured."""

import ctypes

_pq = ctypes.CDLL("libpq.so.5")
_pq.PQconnectdb.restype = ctypes.c_void_p
_pq.PQconnectdb.argtypes = [ctypes.c_char_p]
_pq.PQstatus.argtypes = [ctypes.c_void_p]
_pq.PQfinish.argtypes = [ctypes.c_void_p]
_pq.PQclear.argtypes = [ctypes.c_void_p]
_pq.PQexec.restype = ctypes.c_void_p
_pq.PQexec.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
_pq.PQresultStatus.argtypes = [ctypes.c_void_p]
_pq.PQgetvalue.restype = ctypes.c_char_p
_pq.PQgetvalue.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
_pq.PQerrorMessage.restype = ctypes.c_char_p
_pq.PQerrorMessage.argtypes = [ctypes.c_void_p]

_CONNECTION_OK, _TUPLES_OK, _COMMAND_OK = 0, 2, 1


def conninfo(**settings):
    """A connection string; values are quoted."""
    quoted = {key: str(value).replace("\\", "\\\\").replace("'", "\\'") for key, value in settings.items()}
    return " ".join(f"{key}='{value}'" for key, value in quoted.items())


def query(connection_string, sql="SELECT 1"):
    """Connects, runs one statement, disconnects; the first value of the first row, or None."""
    connection = _pq.PQconnectdb(connection_string.encode())
    try:
        if _pq.PQstatus(connection) != _CONNECTION_OK:
            raise RuntimeError(_pq.PQerrorMessage(connection).decode().strip())
        result = _pq.PQexec(connection, sql.encode())
        try:
            status = _pq.PQresultStatus(result)
            if status == _COMMAND_OK:
                return None
            if status != _TUPLES_OK:
                raise RuntimeError(_pq.PQerrorMessage(connection).decode().strip())
            return _pq.PQgetvalue(result, 0, 0).decode()
        finally:
            _pq.PQclear(result)
    finally:
        _pq.PQfinish(connection)
