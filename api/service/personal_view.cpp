#include "api/service/personal_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace redress::api {
namespace {

using boost::json::object;

constexpr std::array words{"claim.text", "review.text", "note", "message", "override_reason"};
constexpr std::string_view stars = "****";

// Where each character of a text begins; the text is valid UTF-8 (the transport saw to it).
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) starts.push_back(i);
  starts.push_back(text.size());
  return starts;
}

// `first` characters, stars, `last` characters; stars alone where fewer than four would stay hidden.
std::string ends_of(std::string_view text, std::size_t first, std::size_t last) {
  auto const starts = starts_of(text);
  auto const count = starts.size() - 1;
  if (count < first + last + stars.size()) return std::string(stars);
  return fmt::format("{}{}{}", text.substr(0, starts[first]), stars, text.substr(starts[count - last]));
}

// Most names are two or three characters long: the first is what an agent addresses a buyer by.
std::string first_character(std::string_view text) {
  auto const starts = starts_of(text);
  return starts.size() < 3 ? "**" : fmt::format("{}**", text.substr(0, starts[1]));
}

}  // namespace

bool is_words(std::string_view name) { return std::ranges::find(words, name) != words.end(); }

std::string masked(std::string_view name, std::string_view text) {
  if (name.ends_with("phone")) return ends_of(text, 3, 4);
  if (name.ends_with("address")) return ends_of(text, 6, 0);
  if (name.ends_with("name") || name.ends_with("nick")) return first_character(text);
  if (auto const at = text.find('@'); name.ends_with("email") && at != std::string_view::npos)
    return fmt::format("{}{}", stars, text.substr(at));
  return ends_of(text, 0, 4);
}

std::optional<Person> person_behind(StoreReader& store, std::string_view case_id) {
  auto* persons = persons_of(store);
  return persons ? persons->person_of_case(case_id) : std::nullopt;
}

bool may_read_words(std::optional<Person> const& person, Role role) {
  return role != Role::admin && (!person || person->state == PersonState::active);
}

boost::json::array personal_view(std::span<PersonalText const> texts, std::optional<Person> const& person, Role role) {
  boost::json::array view;
  if (person && person->state != PersonState::active) return view;
  for (auto const& text : texts) {
    object item{{"field", text.name}, {"entry_id", text.entry_id}};
    if (is_words(text.name) && may_read_words(person, role))
      item.emplace("value", text.text);
    else
      item.emplace("masked", is_words(text.name) ? std::string(stars) : masked(text.name, text.text));
    view.push_back(std::move(item));
  }
  return view;
}

std::optional<object> erased_view(std::optional<Person> const& person) {
  if (!person || person->state != PersonState::shredded) return std::nullopt;
  auto const at = format_rfc3339(person->shredded_at.value());
  return object{{"at", at},
                {"entry_id", person->shredded_in},
                {"says", object{{"zh", fmt::format("内容已于 {} 抹除，承诺值完好", at)},
                                {"en", fmt::format("content erased on {}, commitment intact", at)}}}};
}

std::optional<object> state_view(std::optional<Person> const& person) {
  if (!person || (person->state == PersonState::active && !person->hold)) return std::nullopt;
  object view{{"person", person->id}, {"state", name_of(person->state)}, {"held", person->hold.has_value()}};
  if (person->shred_at) view.emplace("shred_at", format_rfc3339(*person->shred_at));
  if (auto erased = erased_view(person)) view.emplace("erased", std::move(*erased));
  return view;
}

void hide_words(object& evidence_view) {
  for (auto const* words : {"text", "note", "name"}) evidence_view.erase(words);
  evidence_view["sha256"] = "";  // a short text can be guessed from its hash, and a file is named by it
  evidence_view.emplace("words_hidden", true);
}

}  // namespace redress::api
