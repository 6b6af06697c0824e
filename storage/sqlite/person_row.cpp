#include "storage/sqlite/person_row.hpp"

#include <array>

namespace redress::storage {
namespace {

using boost::json::object;

constexpr std::array moments{std::pair{"restricted_ms", &Person::restricted_at},
                             std::pair{"shred_ms", &Person::shred_at}, std::pair{"shredded_ms", &Person::shredded_at}};

std::string text_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found ? std::string(found->as_string()) : std::string{};
}

}  // namespace

object person_json(Person const& person) {
  object json{{"shop", person.shop},
              {"id", person.id},
              {"state", name_of(person.state)},
              {"known_since_ms", person.known_since.ms}};
  if (!person.basis.empty()) json.emplace("basis", person.basis);
  for (auto const& [name, moment] : moments)
    if (person.*moment) json.emplace(name, (person.*moment)->ms);
  if (!person.shredded_in.empty()) json.emplace("shredded_in", person.shredded_in);
  if (person.traces_left) json.emplace("traces_left", true);
  if (person.hold)
    json.emplace("hold",
                 object{{"entry_id", person.hold->entry_id}, {"by", person.hold->by}, {"at_ms", person.hold->at.ms}});
  return json;
}

Person person_from(std::int64_t number, object const& json) {
  auto const state = person_state_from(text_in(json, "state"));
  if (!state) throw FaultError({FaultKind::internal, {"个人的状态无法识别", "a stored person has an unknown state"}});
  Person person{.number = number,
                .shop = text_in(json, "shop"),
                .id = text_in(json, "id"),
                .state = *state,
                .known_since = {json.at("known_since_ms").as_int64()},
                .basis = text_in(json, "basis"),
                .shredded_in = text_in(json, "shredded_in"),
                .traces_left = json.contains("traces_left")};
  for (auto const& [name, moment] : moments)
    if (auto const* at = json.if_contains(name)) person.*moment = Instant{at->as_int64()};
  if (auto const* hold = json.if_contains("hold"))
    person.hold = LegalHold{
        text_in(hold->as_object(), "entry_id"), text_in(hold->as_object(), "by"), {hold->at("at_ms").as_int64()}};
  return person;
}

std::optional<std::int64_t> waits_until_ms(Person const& person) {
  if (person.state == PersonState::shredded && person.traces_left) return 0;
  if (person.state == PersonState::restricted && !person.hold && person.shred_at) return person.shred_at->ms;
  return std::nullopt;
}

}  // namespace redress::storage
