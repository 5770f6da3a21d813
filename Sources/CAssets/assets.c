// The web UI inside the program: each file of the folder "web", by #embed of C23. A test finds one that is missing here.
#include "assets.h"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define JS "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"

static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char css_base_css[] = {
#embed "web/css/base.css"
};
static const unsigned char css_controls_css[] = {
#embed "web/css/controls.css"
};
static const unsigned char css_pages_css[] = {
#embed "web/css/pages.css"
};
static const unsigned char css_shell_css[] = {
#embed "web/css/shell.css"
};
static const unsigned char icon_svg[] = {
#embed "web/icon.svg"
};
static const unsigned char js_components_acts_js[] = {
#embed "web/js/components/acts.js"
};
static const unsigned char js_components_audit_js[] = {
#embed "web/js/components/audit.js"
};
static const unsigned char js_components_calendar_js[] = {
#embed "web/js/components/calendar.js"
};
static const unsigned char js_components_chart_js[] = {
#embed "web/js/components/chart.js"
};
static const unsigned char js_components_choice_js[] = {
#embed "web/js/components/choice.js"
};
static const unsigned char js_components_clones_js[] = {
#embed "web/js/components/clones.js"
};
static const unsigned char js_components_creation_js[] = {
#embed "web/js/components/creation.js"
};
static const unsigned char js_components_graph_js[] = {
#embed "web/js/components/graph.js"
};
static const unsigned char js_components_history_js[] = {
#embed "web/js/components/history.js"
};
static const unsigned char js_components_keys_js[] = {
#embed "web/js/components/keys.js"
};
static const unsigned char js_components_marks_js[] = {
#embed "web/js/components/marks.js"
};
static const unsigned char js_components_pools_js[] = {
#embed "web/js/components/pools.js"
};
static const unsigned char js_components_retrieval_js[] = {
#embed "web/js/components/retrieval.js"
};
static const unsigned char js_components_shell_js[] = {
#embed "web/js/components/shell.js"
};
static const unsigned char js_components_snapshots_js[] = {
#embed "web/js/components/snapshots.js"
};
static const unsigned char js_components_source_js[] = {
#embed "web/js/components/source.js"
};
static const unsigned char js_components_strings_js[] = {
#embed "web/js/components/strings.js"
};
static const unsigned char js_components_yaml_js[] = {
#embed "web/js/components/yaml.js"
};
static const unsigned char js_dom_copy_js[] = {
#embed "web/js/dom/copy.js"
};
static const unsigned char js_dom_dialog_js[] = {
#embed "web/js/dom/dialog.js"
};
static const unsigned char js_dom_form_js[] = {
#embed "web/js/dom/form.js"
};
static const unsigned char js_dom_icons_js[] = {
#embed "web/js/dom/icons.js"
};
static const unsigned char js_dom_notice_js[] = {
#embed "web/js/dom/notice.js"
};
static const unsigned char js_dom_tree_js[] = {
#embed "web/js/dom/tree.js"
};
static const unsigned char js_main_js[] = {
#embed "web/js/main.js"
};
static const unsigned char js_pages_activity_js[] = {
#embed "web/js/pages/activity.js"
};
static const unsigned char js_pages_branches_js[] = {
#embed "web/js/pages/branches.js"
};
static const unsigned char js_pages_charts_js[] = {
#embed "web/js/pages/charts.js"
};
static const unsigned char js_pages_clone_js[] = {
#embed "web/js/pages/clone.js"
};
static const unsigned char js_pages_configuration_js[] = {
#embed "web/js/pages/configuration.js"
};
static const unsigned char js_pages_create_js[] = {
#embed "web/js/pages/create.js"
};
static const unsigned char js_pages_logs_js[] = {
#embed "web/js/pages/logs.js"
};
static const unsigned char js_pages_overview_js[] = {
#embed "web/js/pages/overview.js"
};
static const unsigned char js_pages_refreshes_js[] = {
#embed "web/js/pages/refreshes.js"
};
static const unsigned char js_pages_signin_js[] = {
#embed "web/js/pages/signin.js"
};
static const unsigned char js_pages_snapshots_js[] = {
#embed "web/js/pages/snapshots.js"
};
static const unsigned char js_state_api_js[] = {
#embed "web/js/state/api.js"
};
static const unsigned char js_state_connection_js[] = {
#embed "web/js/state/connection.js"
};
static const unsigned char js_state_live_js[] = {
#embed "web/js/state/live.js"
};
static const unsigned char js_state_route_js[] = {
#embed "web/js/state/route.js"
};
static const unsigned char js_words_connect_js[] = {
#embed "web/js/words/connect.js"
};
static const unsigned char js_words_fields_js[] = {
#embed "web/js/words/fields.js"
};
static const unsigned char js_words_format_js[] = {
#embed "web/js/words/format.js"
};
static const unsigned char js_words_happenings_js[] = {
#embed "web/js/words/happenings.js"
};
static const unsigned char js_words_password_js[] = {
#embed "web/js/words/password.js"
};
static const unsigned char js_words_paths_js[] = {
#embed "web/js/words/paths.js"
};

#define FILE(path, type, name) {path, type, name, sizeof name}

static const struct asset assets[] = {
    FILE("/", HTML, index_html),
    FILE("/ui/css/base.css", CSS, css_base_css),
    FILE("/ui/css/controls.css", CSS, css_controls_css),
    FILE("/ui/css/pages.css", CSS, css_pages_css),
    FILE("/ui/css/shell.css", CSS, css_shell_css),
    FILE("/ui/icon.svg", SVG, icon_svg),
    FILE("/ui/js/components/acts.js", JS, js_components_acts_js),
    FILE("/ui/js/components/audit.js", JS, js_components_audit_js),
    FILE("/ui/js/components/calendar.js", JS, js_components_calendar_js),
    FILE("/ui/js/components/chart.js", JS, js_components_chart_js),
    FILE("/ui/js/components/choice.js", JS, js_components_choice_js),
    FILE("/ui/js/components/clones.js", JS, js_components_clones_js),
    FILE("/ui/js/components/creation.js", JS, js_components_creation_js),
    FILE("/ui/js/components/graph.js", JS, js_components_graph_js),
    FILE("/ui/js/components/history.js", JS, js_components_history_js),
    FILE("/ui/js/components/keys.js", JS, js_components_keys_js),
    FILE("/ui/js/components/marks.js", JS, js_components_marks_js),
    FILE("/ui/js/components/pools.js", JS, js_components_pools_js),
    FILE("/ui/js/components/retrieval.js", JS, js_components_retrieval_js),
    FILE("/ui/js/components/shell.js", JS, js_components_shell_js),
    FILE("/ui/js/components/snapshots.js", JS, js_components_snapshots_js),
    FILE("/ui/js/components/source.js", JS, js_components_source_js),
    FILE("/ui/js/components/strings.js", JS, js_components_strings_js),
    FILE("/ui/js/components/yaml.js", JS, js_components_yaml_js),
    FILE("/ui/js/dom/copy.js", JS, js_dom_copy_js),
    FILE("/ui/js/dom/dialog.js", JS, js_dom_dialog_js),
    FILE("/ui/js/dom/form.js", JS, js_dom_form_js),
    FILE("/ui/js/dom/icons.js", JS, js_dom_icons_js),
    FILE("/ui/js/dom/notice.js", JS, js_dom_notice_js),
    FILE("/ui/js/dom/tree.js", JS, js_dom_tree_js),
    FILE("/ui/js/main.js", JS, js_main_js),
    FILE("/ui/js/pages/activity.js", JS, js_pages_activity_js),
    FILE("/ui/js/pages/branches.js", JS, js_pages_branches_js),
    FILE("/ui/js/pages/charts.js", JS, js_pages_charts_js),
    FILE("/ui/js/pages/clone.js", JS, js_pages_clone_js),
    FILE("/ui/js/pages/configuration.js", JS, js_pages_configuration_js),
    FILE("/ui/js/pages/create.js", JS, js_pages_create_js),
    FILE("/ui/js/pages/logs.js", JS, js_pages_logs_js),
    FILE("/ui/js/pages/overview.js", JS, js_pages_overview_js),
    FILE("/ui/js/pages/refreshes.js", JS, js_pages_refreshes_js),
    FILE("/ui/js/pages/signin.js", JS, js_pages_signin_js),
    FILE("/ui/js/pages/snapshots.js", JS, js_pages_snapshots_js),
    FILE("/ui/js/state/api.js", JS, js_state_api_js),
    FILE("/ui/js/state/connection.js", JS, js_state_connection_js),
    FILE("/ui/js/state/live.js", JS, js_state_live_js),
    FILE("/ui/js/state/route.js", JS, js_state_route_js),
    FILE("/ui/js/words/connect.js", JS, js_words_connect_js),
    FILE("/ui/js/words/fields.js", JS, js_words_fields_js),
    FILE("/ui/js/words/format.js", JS, js_words_format_js),
    FILE("/ui/js/words/happenings.js", JS, js_words_happenings_js),
    FILE("/ui/js/words/password.js", JS, js_words_password_js),
    FILE("/ui/js/words/paths.js", JS, js_words_paths_js),
};

size_t asset_count(void) { return sizeof assets / sizeof assets[0]; }

struct asset asset_at(size_t index) { return assets[index]; }
