#include "api/service/about_entries.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/answer.hpp"
#include "api/service/labels.hpp"

namespace redress::api {

boost::json::object about_entries(boost::json::array const& entries, StoreReader& store) {
  ActorNames names{store};
  boost::json::object about;
  for (auto const& each : entries) {
    auto const& entry = each.as_object();
    boost::json::object said{{"labels", labels_of(entry)}, {"actor_name", names.name(text_of(entry, "actor"))}};
    if (auto const* refusal = entry.if_contains("refusal"))
      if (auto says = word_of("codes", text_of(refusal->as_object(), "code")))
        said.at("labels").as_object().emplace("code", std::move(*says));
    about.emplace(text_of(entry, "id"), std::move(said));
  }
  return about;
}

boost::json::object trail_page(StoreReader& store, std::string_view case_id, boost::json::object const& params) {
  bool const newest = text_of(params, "order") == "newest";
  auto const cursor = text_of(params, "cursor");
  auto const limit = static_cast<int>(limit_of(params, 50));
  auto const page = newest ? store.trail_newest_first(case_id, cursor, limit) : store.trail(case_id, cursor, limit);
  boost::json::array entries;
  for (auto const& entry : page.entries) entries.push_back(to_json(entry));
  boost::json::object result{{"about", about_entries(entries, store)}};
  result.emplace("entries", std::move(entries));
  if (!page.next_cursor.empty()) result.emplace("next_cursor", page.next_cursor);
  return result;
}

}  // namespace redress::api
