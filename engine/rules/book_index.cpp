#include "engine/rules/book_index.hpp"

#include "engine/rules/rulebook.hpp"

#include <set>

namespace redress::rules {
namespace {

std::string_view event_of(std::string_view pattern) {
  auto const dot = pattern.find('.');
  return dot == std::string_view::npos ? std::string_view{} : pattern.substr(dot + 1);
}

}  // namespace

BookIndex BookIndex::of(Rulebook const& book) {
  BookIndex index;
  index.made_ = true;
  index.rules_ = book.rules.size();
  index.deadlines_ = book.deadlines.size();
  index.compensations_ = book.compensations.size();

  // Every named event gets its list first, so that a rule on `*` is put into all of them, in the book's order.
  for (auto const& rule : book.rules)
    for (auto const& pattern : rule.on)
      if (event_of(pattern) != "*") index.by_event_.try_emplace(std::string(event_of(pattern)));
  for (std::uint32_t at = 0; at < book.rules.size(); ++at) {
    auto const& rule = book.rules[at];
    std::set<std::string_view> events;
    for (auto const& pattern : rule.on) events.insert(event_of(pattern));
    if (events.contains("*")) {
      for (auto& [event, positions] : index.by_event_) positions.push_back(at);
      index.any_event_.push_back(at);
    } else {
      for (auto const event : events) index.by_event_.find(event)->second.push_back(at);
    }
    if (rule.effect == RuleEffect::advance) index.advancing_[rule.advances].push_back(at);
  }
  for (std::uint32_t at = 0; at < book.deadlines.size(); ++at) index.by_slot_[book.deadlines[at].slot].push_back(at);
  for (std::uint32_t at = 0; at < book.compensations.size(); ++at)
    index.by_breach_[book.compensations[at].breach].push_back(at);
  return index;
}

bool BookIndex::describes(Rulebook const& book) const {
  return made_ && rules_ == book.rules.size() && deadlines_ == book.deadlines.size() &&
         compensations_ == book.compensations.size();
}

BookIndex::Positions BookIndex::find(Lists const& lists, std::string_view key) {
  auto const at = lists.find(key);
  return at == lists.end() ? Positions{} : Positions{at->second};
}

BookIndex::Positions BookIndex::rules_on(std::string_view event) const {
  auto const at = by_event_.find(event);
  return at == by_event_.end() ? Positions{any_event_} : Positions{at->second};
}

BookIndex::Positions BookIndex::rules_advancing(std::string_view event) const { return find(advancing_, event); }
BookIndex::Positions BookIndex::deadlines_of(std::string_view slot) const { return find(by_slot_, slot); }
BookIndex::Positions BookIndex::compensations_of(std::string_view breach) const { return find(by_breach_, breach); }

}  // namespace redress::rules
