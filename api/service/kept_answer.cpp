#include "api/service/kept_answer.hpp"

#include <fmt/format.h>

namespace redress::api {

AnswerText result_with_entry(boost::json::object const& members, Entry const& entry) {
  auto head = boost::json::serialize(members);
  head.pop_back();
  return fmt::format(R"({{"result":{}{}"entry":{}}}}})", head, members.empty() ? "" : ",", entry_text(entry));
}

AnswerText kept_without_entry(boost::json::object members, Entry const& entry) {
  return boost::json::serialize(boost::json::object{{"result", std::move(members)}, {"entry_id", entry.id}});
}

AnswerText told_again(StoreReader& store, AnswerText const& kept) {
  auto json = boost::json::parse(kept).as_object();
  auto const* entry_id = json.if_contains("entry_id");
  if (!entry_id) return replayed(kept);
  auto const entry = store.find_entry(std::string_view(entry_id->as_string()));
  if (!entry) throw FaultError({FaultKind::ledger_broken, {"答复所指的记录不见了", "the entry of an answer is gone"}});
  auto& result = json.at("result").as_object();
  result.emplace("entry", to_json(*entry));
  json.erase("entry_id");
  return replayed(boost::json::serialize(json));
}

}  // namespace redress::api
