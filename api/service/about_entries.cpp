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

}  // namespace redress::api
