// The part of CaseDesk that takes evidence: added by itself or with a move, weighed by the rulebook, compared with
// others.
#include "api/service/admissibility.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/case_desk_parts.hpp"
#include "api/service/case_view.hpp"
#include "engine/cases/uploads.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

std::vector<Evidence> with(std::vector<Evidence> present, std::vector<Evidence> const& more) {
  present.insert(present.end(), more.begin(), more.end());
  return present;
}

// What read_item() may know of one item's file: bytes that are not the shop's to attach are as bytes nobody uploaded.
DeskCall within_reach(StoreReader& store, DeskCall const& call, boost::json::object const& item,
                      std::string const& position, Case const& case_) {
  DeskCall reach{call.actor, call.method, {}};
  auto const sha256 = text_of(item, "sha256");
  auto const known = call.files.find(position);
  if (!sha256.empty() && !may_attach(store, sha256, case_.shop))
    reach.files.emplace(position, NamedFile{});
  else if (known != call.files.end())
    reach.files.insert(*known);
  return reach;
}

}  // namespace

struct CaseDesk::Judged {
  std::vector<rules::RuleVerdict> doubts;
  std::vector<RecycledUse> recycled;
  Instant at;
};

std::vector<Evidence> CaseDesk::attached(StoreReader& store, DeskCall const& call, LoadedCase const& loaded,
                                         std::vector<Evidence>& added, boost::json::array* recycled) {
  std::vector<Evidence> items;
  auto const* list = call.params.if_contains("evidence");
  if (!list) return items;
  auto const& array = list->as_array();
  for (std::size_t i = 0; i < array.size(); ++i) {
    auto const position = fmt::format("params.evidence[{}]", i);
    if (array[i].is_string()) {
      auto item = store.find_evidence(array[i].as_string());
      if (!item || item->case_id != loaded.case_.id)
        throw CallFault{{FaultKind::not_found, {"本案没有这项证据", "this case has no such evidence"}, position}};
      items.push_back(std::move(*item));
    } else {
      auto item = read_item(within_reach(store, call, array[i].as_object(), position, loaded.case_),
                            array[i].as_object(), position, loaded);
      must(check_quota(room_.quota, with(loaded.evidence, added), item));
      auto const judged = judge(store, call, loaded, item, position);
      if (recycled)
        for (auto const& use : to_json(judged.recycled)) recycled->push_back(use);
      added.push_back(std::move(item));
      items.push_back(added.back());
    }
  }
  return items;
}

// A preview was not queued, so what its items name is looked up here.
Evidence CaseDesk::read_item(DeskCall const& call, boost::json::object const& json, std::string const& position,
                             LoadedCase const& loaded) {
  auto const known = call.files.find(position);
  auto const find = [&](std::string_view sha256) {
    return known != call.files.end() ? known->second.blob : find_blob_(sha256);
  };
  return must(read_evidence(json, position, loaded.case_.id, call.actor, clock_.now(), ids_, find));
}

CaseDesk::Judged CaseDesk::judge(StoreReader& store, DeskCall const& call, LoadedCase const& loaded, Evidence& item,
                                 std::string const& position) {
  must(settle_source(item, position, loaded.evidence));
  if (!item.quotes.empty() && room_.count_lines) {
    auto const known = call.files.find(position);
    bool const counted = known != call.files.end() && known->second.lines;
    must(check_quotes(item, position, must(counted ? *known->second.lines : room_.count_lines(item))));
  }
  Judged judged{{}, find_recycled(store, loaded.case_, item), clock_.now()};
  judged.doubts = doubts_about(item, loaded.world(judged.at), judged.recycled);
  item.weight = weight_of(judged.doubts);
  return judged;
}

CaseDesk::Prepared CaseDesk::prepare_evidence(StoreReader& store, DeskCall const& call) {
  auto const loaded = load(store, call, call);
  auto item = read_item(within_reach(store, call, call.params, "params", loaded.case_), call.params, "params", loaded);
  must(check_quota(room_.quota, loaded.evidence, item));
  auto judged = judge(store, call, loaded, item, "params");
  auto view = evidence_view(item);
  for (auto const* words : {"text", "note", "name"}) view.erase(words);  // answers are kept for retries
  view.emplace("why", why(judged.doubts));
  if (!judged.recycled.empty()) view.emplace("recycled", to_json(judged.recycled));
  auto decision = redress::report_facts(loaded.world(clock_.now()), {}, loaded.case_.facts);
  decision.verdicts = verdicts_on(item, loaded.world(judged.at), judged.recycled);
  auto prepared = compose(call, loaded, std::move(decision), Party::seller, "evidence_added", {{"source", item.source}},
                          {}, {item});
  if (!judged.recycled.empty()) prepared.record.entry.members.emplace("recycled", to_json(judged.recycled));
  prepared.more.emplace("evidence", std::move(view));
  return prepared;
}

}  // namespace redress::api
