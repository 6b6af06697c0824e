#include "api/audit/office_lists.hpp"

#include "engine/base/instant.hpp"
#include "engine/ledger/commitment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using audit::Finding;
using audit::row_differs;
using audit::text_in;
using boost::json::object;

constexpr std::int64_t beijing_ms = 8 * 3600 * second_ms;

std::string setting_of(audit::ToldEntry const& entry) {
  auto const event = entry.text("event");
  if (event == "template_set") return fmt::format("templates.{}", entry.text("shop"));
  if (event == "webhook_set") return fmt::format("webhooks.{}", entry.text("shop"));
  if (event == "view_set") return fmt::format("views.{}", entry.text("shop"));
  if (event == "quality_scored") return fmt::format("quality.case.{}", text_in(entry.object("params"), "case_id"));
  return {};
}

boost::json::value read_setting(audit::StoreRows& rows, std::string const& setting) {
  auto const kept = rows.setting(setting);
  boost::system::error_code failed;
  auto value = kept ? boost::json::parse(*kept, failed) : boost::json::value{};
  return failed ? boost::json::value{} : value;
}

object const& object_in(object const& json, std::string_view member) {
  static object const none;
  auto const* found = json.if_contains(member);
  return found && found->is_object() ? found->get_object() : none;
}

// Every word that was committed to is there, and is that word; and no other.
bool words_hold(object const& words, object const& commitments) {
  if (words.size() != commitments.size()) return false;
  return std::ranges::all_of(commitments, [&](auto const& each) {
    auto const& word = object_in(words, each.key());
    auto const salt = ledger::digest_from_hex(text_in(word, "salt"));
    return salt && each.value().is_string() &&
           ledger::commitment_holds(each.value().get_string(), *salt, text_in(word, "text"));
  });
}

}  // namespace

void OfficeLists::take(audit::ToldEntry const& entry) {
  if (!entry.of_office()) return;
  auto const setting = setting_of(entry);
  if (setting.empty()) return;
  auto const& params = entry.object("params");
  auto& items = lists_[setting];
  auto const id = std::string(text_in(params, "id"));
  if (auto const* removed = params.if_contains("removed"); removed && removed->is_bool() && removed->get_bool()) {
    items.erase(id);
    return;
  }
  items[id] = {std::string(entry.id), params, entry.object("private")};
  if (entry.text("event") != "quality_scored") return;
  auto const at = parse_rfc3339(entry.text("at"));
  if (!at) return;
  auto const month = format_rfc3339(Instant{at->ms + beijing_ms}).substr(0, 7);
  scored_in_month_[fmt::format("quality.month.{}.{}", month, entry.text("shop"))].emplace(text_in(params, "case_id"));
}

void OfficeLists::compare_list(std::string const& setting, Items const& told, audit::StoreRows& rows,
                               std::vector<Finding>& findings) const {
  auto const value = read_setting(rows, setting);
  auto const* members = value.if_object();
  auto const* list = members ? members->if_contains("items") : nullptr;
  auto const* items = list ? list->if_array() : nullptr;
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    static object const none;
    auto const* one = (*items)[i].if_object();
    auto const& item = one ? *one : none;
    auto const id = std::string(text_in(item, "id"));
    auto const column = fmt::format("value.items[{}]", i);
    auto const known = told.find(id);
    if (known == told.end() || !seen.insert(id).second) {
      findings.push_back(row_differs("settings", setting, column, "-", id));
      continue;
    }
    auto const& [entry_id, params, commitments] = known->second;
    if (text_in(item, "entry_id") != entry_id)
      findings.push_back(
          row_differs("settings", setting, column + ".entry_id", entry_id, std::string(text_in(item, "entry_id"))));
    else if (object_in(item, "told") != params)
      findings.push_back(row_differs("settings", setting, column + ".told", boost::json::serialize(params),
                                     boost::json::serialize(object_in(item, "told"))));
    else if (!words_hold(object_in(item, "words"), commitments))
      findings.push_back(row_differs("settings", setting, column + ".words", boost::json::serialize(commitments), "-"));
  }
  for (auto const& [id, item] : told)
    if (!seen.contains(id)) findings.push_back(row_differs("settings", setting, "value.items", id, "-"));
}

std::vector<Finding> OfficeLists::compare(audit::StoreRows& rows) const {
  std::vector<Finding> findings;
  for (auto const& [setting, told] : lists_) compare_list(setting, told, rows, findings);
  for (auto const& [setting, cases] : scored_in_month_) {
    auto const value = read_setting(rows, setting);
    auto const* members = value.if_object();
    auto const* list = members ? members->if_contains("cases") : nullptr;
    std::set<std::string> kept;
    if (list && list->is_array())
      for (auto const& each : list->get_array())
        if (each.is_string()) kept.emplace(each.get_string());
    if (kept != cases)
      findings.push_back(row_differs("settings", setting, "value.cases", fmt::format("{}", fmt::join(cases, ",")),
                                     fmt::format("{}", fmt::join(kept, ","))));
  }
  return findings;
}

}  // namespace redress::api
