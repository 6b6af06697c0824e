#include "api/service/buyers_words.hpp"

#include "engine/rules/consult.hpp"

#include <algorithm>

namespace redress::api {
namespace {

constexpr std::string_view kept = "buyer.message_terms";
constexpr std::string_view matched = "event.message_terms";

}  // namespace

void keep_opening_words(Opening const& opening, rules::Rulebook const& book, Facts& facts) {
  std::string text;
  for (auto const& [name, words] : opening.personal)
    if (name == "claim.text" || name == "review.text") text += words + "\n";
  if (auto terms = rules::matching_vocabularies(book, text); !terms.empty()) facts.set(kept, std::move(terms));
}

void keep_buyers_words(Attempt& attempt, Facts const& known) {
  auto const said = std::ranges::find(attempt.facts, matched, [](auto const& each) { return each.first; });
  if (attempt.party != Party::buyer || said == attempt.facts.end()) return;
  auto const* before = known.find(kept);
  auto words = before ? std::get<std::vector<std::string>>(*before) : std::vector<std::string>{};
  auto const count = words.size();
  for (auto const& word : std::get<std::vector<std::string>>(said->second))
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  if (words.size() == count) return;
  std::ranges::sort(words);
  attempt.facts.emplace_back(kept, std::move(words));
}

}  // namespace redress::api
