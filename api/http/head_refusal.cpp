#include "api/http/head_refusal.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace redress::api::http {
namespace {

struct Row {
  HeadRefusal refusal;
  int status;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

// clang-format off
using enum HeadRefusal;
constexpr std::array rows{
  Row{line_must_end_in_crlf,    400, "line_must_end_in_crlf",    "请求头每行必须以 CRLF 结尾",                   "every line of the head must end in CRLF"},
  Row{control_byte,             400, "control_byte",             "请求头含有控制字符",                           "the head holds a control byte"},
  Row{request_line_malformed,   400, "request_line_malformed",   "请求行须为「方法 空格 路径 空格 版本」",       "the request line must be method, space, target, space, version"},
  Row{method_not_served,        405, "method_not_served",        "不提供该方法；可用 GET、HEAD、POST、PUT、OPTIONS", "this method is not served; GET, HEAD, POST, PUT and OPTIONS are"},
  Row{method_unknown,           501, "method_unknown",           "未知的方法（方法名区分大小写）",               "unknown method (methods are case-sensitive)"},
  Row{target_too_long,          414, "target_too_long",          "请求路径过长",                                 "the request target is too long"},
  Row{target_not_origin_form,   400, "target_not_origin_form",   "请求路径必须以 / 开头",                        "the request target must begin with a slash"},
  Row{target_byte_not_allowed,  400, "target_byte_not_allowed",  "请求路径含有不允许的字符，请用百分号编码",     "the request target holds a byte that must be percent-encoded"},
  Row{version_not_served,       505, "version_not_served",       "只支持 HTTP/1.1 与 HTTP/1.0",                  "only HTTP/1.1 and HTTP/1.0 are served"},
  Row{head_too_long,            431, "head_too_long",            "请求头过长",                                   "the head is too long"},
  Row{too_many_fields,          431, "too_many_fields",          "请求头字段过多",                               "the head has too many fields"},
  Row{field_folded,             400, "field_folded",             "请求头字段不得折行",                           "a field must not be folded over lines"},
  Row{field_name_malformed,     400, "field_name_malformed",     "字段名须为合法标记且紧跟冒号",                 "a field name must be a token with its colon right after it"},
  Row{field_twice,              400, "field_twice",              "该字段只能出现一次",                           "a field that may stand once stands twice"},
  Row{host_missing,             400, "host_missing",             "缺少 Host 字段",                               "the Host field is missing"},
  Row{host_malformed,           400, "host_malformed",           "Host 字段不合法",                              "the Host field is malformed"},
  Row{content_length_malformed, 400, "content_length_malformed", "Content-Length 只能是数字",                    "Content-Length must be digits alone"},
  Row{content_length_overflows, 413, "content_length_overflows", "Content-Length 超出任何上限",                    "Content-Length is beyond every limit"},
  Row{length_required,          411, "length_required",          "POST 与 PUT 必须带 Content-Length",            "POST and PUT need a Content-Length"},
  Row{body_not_expected,        400, "body_not_expected",        "该方法不接受请求体",                           "this method takes no body"},
  Row{transfer_encoding,        501, "transfer_encoding",        "不支持 Transfer-Encoding，请用 Content-Length", "Transfer-Encoding is not served; send a Content-Length"},
  Row{content_encoding,         415, "content_encoding",         "不支持 Content-Encoding，请发送原始字节",      "Content-Encoding is not served; send the bytes as they are"},
  Row{expectation_unknown,      417, "expectation_unknown",      "Expect 只支持 100-continue",                   "Expect may only be 100-continue"},
  Row{upgrade_not_websocket,    400, "upgrade_not_websocket",    "Upgrade 只支持 websocket",                     "Upgrade may only be websocket"},
  Row{upgrade_malformed,        400, "upgrade_malformed",        "WebSocket 升级须用 HTTP/1.1 GET 并带 Connection: Upgrade", "an upgrade needs GET, HTTP/1.1 and Connection: Upgrade"},
};
// clang-format on

constexpr Row const& row_of(HeadRefusal refusal) { return rows[static_cast<std::size_t>(refusal)]; }

constexpr bool rows_are_in_enum_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].refusal) != i) return false;
  return rows.size() == static_cast<std::size_t>(upgrade_malformed) + 1;
}
static_assert(rows_are_in_enum_order());

}  // namespace

int status_of(HeadRefusal refusal) { return row_of(refusal).status; }
std::string_view name_of(HeadRefusal refusal) { return row_of(refusal).name; }
Says says_of(HeadRefusal refusal) { return {std::string(row_of(refusal).zh), std::string(row_of(refusal).en)}; }

}  // namespace redress::api::http
