#include <libpq-fe.h>

// Swift does not import character constants.
static const int clibpq_sqlstate = PG_DIAG_SQLSTATE;
static const int clibpq_message = PG_DIAG_MESSAGE_PRIMARY;
static const int clibpq_detail = PG_DIAG_MESSAGE_DETAIL;
static const int clibpq_hint = PG_DIAG_MESSAGE_HINT;
