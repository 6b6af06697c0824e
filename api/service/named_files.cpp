#include "api/service/named_files.hpp"

#include "api/service/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::object;

bool has_quotes(object const& item) {
  auto const* quotes = item.if_contains("quotes");
  return quotes && quotes->is_array() && !quotes->get_array().empty();
}

// Calls `visit(item, position)` for whatever of the params is an item of evidence; ids are none.
template <class Visit>
void each_item(object const& params, Visit visit) {
  if (params.contains("sha256") || params.contains("text")) visit(params, std::string("params"));
  auto const* list = params.if_contains("evidence");
  if (!list || !list->is_array()) return;
  auto const& items = list->get_array();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].is_object()) visit(items[i].get_object(), fmt::format("params.evidence[{}]", i));
}

}  // namespace

bool names_a_chat(object const& params) {
  bool found = false;
  each_item(params, [&](object const& item, std::string const&) { found = found || has_quotes(item); });
  return found;
}

NamedFiles look_at_named_files(object const& params, FindBlob const& find_blob, CountLines const& count_lines) {
  NamedFiles found;
  each_item(params, [&](object const& json, std::string const& position) {
    NamedFile file;
    Evidence item;
    item.sha256 = text_of(json, "sha256");
    if (!item.sha256.empty()) file.blob = find_blob(item.sha256);
    if (auto text = text_of(json, "text"); !text.empty()) item.text = std::move(text);
    if (file.blob) item.mime = file.blob->mime;
    if (has_quotes(json) && count_lines && (item.text || file.blob)) file.lines = count_lines(item);
    found.emplace(position, std::move(file));
  });
  return found;
}

}  // namespace redress::api
