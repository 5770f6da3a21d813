#ifndef CDOCUMENT_H
#define CDOCUMENT_H

#include <stddef.h>

/// The description of the API, docs/api/openapi.yaml, as it was when this was compiled.
const unsigned char *openapi_bytes(void);

/// Its length.
size_t openapi_count(void);

#endif
