#include "api/service/kept_answer.hpp"

#include <fmt/format.h>

namespace redress::api {

AnswerText result_with_entry(std::string_view members, Entry const& entry) {
  auto const open = members.substr(0, members.size() - 1);  // without the last brace
  auto const entry_open = std::string_view(entry.bytes).substr(0, entry.bytes.size() - 1);
  AnswerText text;
  text.reserve(open.size() + entry_open.size() + entry.hash.size() + 40);
  text.append(R"({"result":)").append(open).append(open.size() > 1 ? "," : "").append(R"("entry":)");
  return text.append(entry_open).append(R"(,"hash":")").append(entry.hash).append(R"("}}})");
}

AnswerText kept_without_entry(std::string_view members, Entry const& entry) {
  return fmt::format(R"({{"result":{},"entry_id":"{}"}})", members, entry.id);
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
