// Changes to ordinary containers that can be taken back, newest first.
//
// The containers must stay where they are until the log is cleared or rolled back.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace redress::storage {

class UndoLog {
 public:
  using Mark = std::size_t;

  Mark mark() const { return steps_.size(); }

  void roll_back_to(Mark mark) {
    while (steps_.size() > mark) {
      steps_.back()();
      steps_.pop_back();
    }
  }

  void clear() { steps_.clear(); }

  template <class Map, class Key, class Value>
  void assign(Map& map, Key key, Value value) {
    auto const at = map.find(key);
    if (at == map.end()) {
      map.emplace(key, std::move(value));
      steps_.push_back([&map, key = std::move(key)] { map.erase(map.find(key)); });
    } else {
      steps_.push_back([&map, key = std::move(key), old = std::move(at->second)]() mutable {
        map.find(key)->second = std::move(old);
      });
      at->second = std::move(value);
    }
  }

  template <class Set>
  void insert(Set& set, typename Set::value_type value) {
    if (!set.insert(value).second) return;
    steps_.push_back([&set, value = std::move(value)] { set.erase(value); });
  }

  template <class Set>
  void erase(Set& set, typename Set::value_type const& value) {
    if (set.erase(value) == 0) return;
    steps_.push_back([&set, value] { set.insert(value); });
  }

  template <class Item>
  void append(std::vector<Item>& items, Item item) {
    items.push_back(std::move(item));
    steps_.push_back([&items] { items.pop_back(); });
  }

 private:
  std::vector<std::function<void()>> steps_;
};

}  // namespace redress::storage
