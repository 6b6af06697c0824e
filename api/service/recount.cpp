#include "api/service/recount.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::string_view setting_name = "rulebooks.recount";

void write(StoreWriter& store, Recount const& waiting) {
  store.put_setting(setting_name,
                    boost::json::serialize(boost::json::object{{"from_seq", waiting.from_seq},
                                                               {"cases", boost::json::value_from(waiting.cases)}}));
}

}  // namespace

std::optional<Recount> Recount::read(StoreReader& store) {
  auto const text = store.setting(setting_name);
  if (!text) return std::nullopt;
  auto const kept = boost::json::parse(*text);
  Recount waiting{kept.at("from_seq").to_number<std::int64_t>(),
                  boost::json::value_to<std::vector<std::string>>(kept.at("cases"))};
  if (waiting.cases.empty()) return std::nullopt;
  return waiting;
}

void Recount::ask(StoreWriter& store) const {
  if (cases.empty()) return;
  auto waiting = read(store).value_or(Recount{});
  waiting.from_seq = from_seq;  // a later activation counts for those still waiting, too
  for (auto const& id : cases)
    if (std::ranges::find(waiting.cases, id) == waiting.cases.end()) waiting.cases.push_back(id);
  write(store, waiting);
}

void Recount::done(StoreWriter& store) const {
  auto waiting = read(store);
  if (!waiting || waiting->from_seq != from_seq) return;  // activated again meanwhile: all of them once more
  std::erase_if(waiting->cases, [&](auto const& id) { return std::ranges::find(cases, id) != cases.end(); });
  write(store, *waiting);
}

}  // namespace redress::api
