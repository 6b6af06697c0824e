#include "api/service/evidence_reading.hpp"

#include "api/service/admissibility.hpp"
#include "api/service/case_view.hpp"
#include "api/service/last_safe.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/staging.hpp"
#include "api/service/supposed_case.hpp"
#include "engine/cases/derive.hpp"
#include "engine/cases/fix.hpp"

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::int64_t lines_default = 200;
constexpr std::int64_t context_default = 2;

std::int64_t number_of(object const& json, std::string_view name, std::int64_t otherwise) {
  auto const* found = json.if_contains(name);
  return found ? found->to_number<std::int64_t>() : otherwise;
}

array items_meeting(rules::NeedVerdict::Group const& group, std::vector<Evidence> const& evidence) {
  array ids;
  for (auto const& item : evidence)
    if (item.weight != Weight::inadmissible && std::ranges::find(group.kinds, item.kind) != group.kinds.end())
      ids.emplace_back(item.id);
  return ids;
}

object need_view(rules::NeedVerdict const& verdict, LoadedCase const& loaded, std::string_view event) {
  array groups;
  array missing;
  for (auto const& group : verdict.groups) {
    groups.push_back(object{{"any_of", boost::json::value_from(group.kinds)},
                            {"present", group.present},
                            {"strong", group.strong},
                            {"items", items_meeting(group, loaded.evidence)}});
    if (!group.present) missing.push_back(boost::json::value_from(group.kinds));
  }
  auto const& need = *verdict.need;
  object view{{"id", need.id},
              {"cites", need.cites.text},
              {"confidence", rules::name_of(need.confidence)},
              {"mandatory", rules::is_mandatory(need)},
              {"borne_by", need.borne_by},
              {"required", std::move(groups)},
              {"says", to_json(need.says)}};
  auto const& due = loaded.case_.due;
  if (due && name_of(due->owed_by) == need.borne_by) view.emplace("until", format_rfc3339(due->at));
  if (!missing.empty() && need.borne_by == "seller") {
    object const no_params;
    auto const fix = add_evidence({loaded.case_.id, loaded.case_.version, event, no_params},
                                  std::string(missing.front().as_array().front().as_string()));
    view.emplace("fix", object{{"method", fix.method}, {"params", fix.params}});
  }
  view.emplace("missing", std::move(missing));
  return view;
}

object line_view(SpokenLine const& line, std::vector<std::string> const& buyer_values) {
  object view{{"n", line.number}, {"speaker", line.speaker}, {"text", line.text}};
  if (line.at) view.emplace("at", format_rfc3339(*line.at));
  constexpr std::array buyers{"买家", "buyer", "顾客", "客户"};
  constexpr std::array sellers{"卖家", "商家", "店铺", "客服", "seller", "shop"};
  constexpr std::array platforms{"小二", "平台", "淘宝客服", "platform"};
  auto const is = [&](auto const& names) { return std::ranges::find(names, line.speaker) != names.end(); };
  if (is(buyer_values) || is(buyers)) view.emplace("party", "buyer");
  if (is(sellers) || line.speaker.find(':') != std::string::npos) view.emplace("party", "seller");
  if (is(platforms)) view.emplace("party", "platform");
  return view;
}

array lines_view(Conversation const& lines, std::int64_t first, std::int64_t last,
                 std::vector<std::string> const& buyer_values) {
  array view;
  for (auto n = std::max<std::int64_t>(first, 1); n <= last && n <= std::ssize(lines); ++n)
    view.push_back(line_view(lines[static_cast<std::size_t>(n - 1)], buyer_values));
  return view;
}

}  // namespace

template <class Body>
AnswerText EvidenceReading::on_case(DeskCall const& call, Body body) const {
  AnswerText text;
  store_.read([&](StoreReader& store) {
    auto const loaded = load_case(store, books_, text_of(call.params, "case_id"), call.actor);
    text = loaded ? body(store, *loaded) : fault_text(loaded.error());
  });
  return text;
}

AnswerText EvidenceReading::list(DeskCall const& call) const {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    array evidence;
    bool const words_allowed = may_read_words(person_behind(store, loaded.case_.id), call.actor.role);
    for (auto const& item : loaded.evidence) {
      auto view = evidence_view(item);
      if (!words_allowed) hide_words(view);
      auto const recycled = find_recycled(store, loaded.case_, item);
      // As of when it was added, so that the reasons are those of its weight.
      view.emplace("why", why(verdicts_on(item, loaded.world(item.added_at), recycled)));
      if (!recycled.empty()) view.emplace("recycled", to_json(recycled));
      evidence.push_back(std::move(view));
    }
    object result{{"evidence", std::move(evidence)}};
    if (auto const staged = staged_of(store, loaded.case_)) result.emplace("staged", to_json(*staged));
    return result_text(std::move(result));
  });
}

AnswerText EvidenceReading::checklist(DeskCall const& call) const {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    auto const now = clock_.now();
    auto const world = loaded.world(now);
    auto const event = text_of(call.params, "event");
    if (!event.empty() && !loaded.workflow->find_event(event)) return fault_text(unknown_event_fault(loaded, event));
    auto const facts = facts_at(world, nullptr);
    auto const needs =
        rules::evidence_needs(*loaded.book, loaded.case_.kind, event, {facts, loaded.evidence}, rules_at(world));
    array required;
    array missing;
    for (auto const& need : needs) {
      auto view = need_view(need, loaded, event);
      if (!view["missing"].as_array().empty()) missing.push_back(view);
      required.push_back(std::move(view));
    }
    array present;
    for (auto const& item : loaded.evidence) {
      auto view = evidence_view(item);
      object told;
      for (auto const* name : {"id", "kind", "kind_says", "supports", "weight", "admissible"})
        if (auto const* member = view.if_contains(name)) told.emplace(name, *member);
      if (auto const recycled = find_recycled(store, loaded.case_, item); !recycled.empty())
        told.emplace("recycled", to_json(recycled));
      present.push_back(std::move(told));
    }
    object result{{"required", std::move(required)},
                  {"present", std::move(present)},
                  {"missing", std::move(missing)},
                  {"score", rules::sufficiency_score(needs)}};
    if (loaded.case_.due) result.emplace("due", due_view(*loaded.case_.due));
    if (auto const safe = last_safe_at(world)) result.emplace("last_safe_at", format_rfc3339(*safe));
    if (auto const staged = staged_of(store, loaded.case_)) result.emplace("staged", to_json(*staged));
    return result_text(std::move(result));
  });
}

AnswerText EvidenceReading::conversation(DeskCall const& call) const {
  return on_case(call, [&](StoreReader& store, LoadedCase const& loaded) {
    auto const item = store.find_evidence(text_of(call.params, "evidence_id"));
    if (!item || item->case_id != loaded.case_.id)
      return fault_text(
          {FaultKind::not_found, {"本案没有这项证据", "this case has no such evidence"}, "params.evidence_id"});
    if (!may_read_words(person_behind(store, loaded.case_.id), call.actor.role))
      return fault_text({FaultKind::forbidden,
                         {"该当事人的内容已停止处理或已抹除，不可查看",
                          "nothing but keeping may be done with what is said of this person, or it was erased"},
                         "params.evidence_id"});
    auto const lines = read_conversation_(*item);
    if (!lines) return fault_text(lines.error());
    auto const first = number_of(call.params, "first", 1);
    auto const last = number_of(call.params, "last", first + lines_default - 1);
    auto const context = number_of(call.params, "context", context_default);
    array quotes;
    for (auto const& quote : item->quotes) {
      auto const from = quote.at("first").to_number<std::int64_t>();
      auto const to = quote.at("last").to_number<std::int64_t>();
      quotes.push_back(object{{"first", from},
                              {"last", to},
                              {"before", lines_view(*lines, from - context, from - 1, loaded.buyer_values)},
                              {"lines", lines_view(*lines, from, to, loaded.buyer_values)},
                              {"after", lines_view(*lines, to + 1, to + context, loaded.buyer_values)}});
    }
    return result_text({{"total", lines->size()},
                        {"lines", lines_view(*lines, first, last, loaded.buyer_values)},
                        {"quotes", std::move(quotes)}});
  });
}

ReadConversation conversation_reader(std::function<std::optional<std::filesystem::path>(std::string_view)> file_of) {
  return [file_of = std::move(file_of)](Evidence const& item) -> Result<Conversation> {
    if (item.text) return read_pasted_chat(*item.text);
    if (!item.commitment.empty())
      return Fault{FaultKind::not_found,
                   {"内容已抹除，承诺值完好", "its content was erased, the commitment is intact"}};
    auto const file = file_of(item.sha256);
    if (!file) return Fault{FaultKind::not_found, {"没有该文件", "there is no such file"}};
    return read_chat_file(*file, item.mime);
  };
}

}  // namespace redress::api
