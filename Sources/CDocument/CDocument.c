#include "CDocument.h"

static const unsigned char openapi[] = {
#embed "../../docs/api/openapi.yaml"
};

const unsigned char *openapi_bytes(void) { return openapi; }

size_t openapi_count(void) { return sizeof openapi; }
