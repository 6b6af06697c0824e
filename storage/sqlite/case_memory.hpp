// What the writer read or wrote of cases lately, so that a case under work is not read and parsed again at every move.
//
// It repeats what the transaction sees and is never the only place of anything: whatever is undone is forgotten here,
// and read again. Bounded: two generations of `cases_max` each, the older of which goes when the younger is full. Keys
// of persons in it are wiped with the entry. Used on the writer's thread alone.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/person_words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redress::storage {

/// Where the row of a case is, and what its lists are sorted by.
struct CasePlace {
  std::int64_t row = 0;
  std::int64_t person = 0;
  std::string owed_by;
  std::int64_t due_ms = 0;
};

/// Members that were not asked for yet are empty.
struct KnownCase {
  std::optional<Case> case_ = {};
  std::optional<CasePlace> place = {};
  std::optional<std::vector<Evidence>> evidence = {};
  std::optional<std::vector<PersonalText>> personal = {};
  std::optional<WordsKey> key = {};  // of its person; nothing also where it is destroyed
};

struct KnownOrder {
  Order order;
  std::vector<std::string> case_ids;  // in the order they were opened
};

struct OrderKey {
  std::string shop, platform, id;
  bool operator==(OrderKey const&) const = default;
};

class CaseMemory {
 public:
  static constexpr std::size_t cases_max = 2048;

  /// nullptr where nothing is known.
  KnownCase* find(std::string_view case_id) { return cases_.find(std::string(case_id)); }
  KnownCase& of(std::string_view case_id) { return cases_.of(std::string(case_id)); }
  KnownOrder* find(OrderKey const& key) { return orders_.find(key); }
  void put(OrderKey const& key, KnownOrder order) { orders_.of(key) = std::move(order); }

  std::optional<std::string> const* setting(std::string_view name) const;
  void put_setting(std::string_view name, std::optional<std::string> value);

  /// To be called before a case, and the order it belongs to, are changed.
  void changes(std::string const& case_id, OrderKey order);

  /// How many changes there were; and forgetting what changed since.
  std::size_t mark() const { return changed_.size(); }
  void forget_since(std::size_t mark);
  void forget_all();
  /// What changed is durable.
  void committed() { changed_.clear(); }

 private:
  struct Hash {
    std::size_t operator()(std::string const& id) const { return std::hash<std::string>{}(id); }
    std::size_t operator()(OrderKey const& key) const { return std::hash<std::string>{}(key.id); }
  };

  template <class Key, class Known>
  class Generations {
   public:
    Known* find(Key const& key) {
      if (auto const young = young_.find(key); young != young_.end()) return &young->second;
      auto old = old_.extract(key);
      if (!old) return nullptr;
      make_room();
      return &young_.insert(std::move(old)).position->second;
    }
    Known& of(Key const& key) {
      if (auto* known = find(key)) return *known;
      make_room();
      return young_[key];
    }
    void erase(Key const& key) {
      young_.erase(key);
      old_.erase(key);
    }
    void clear() {
      young_.clear();
      old_.clear();
    }

   private:
    void make_room() {
      if (young_.size() >= cases_max) old_ = std::exchange(young_, {});
    }
    std::unordered_map<Key, Known, Hash> young_;
    std::unordered_map<Key, Known, Hash> old_;
  };

  Generations<std::string, KnownCase> cases_;
  Generations<OrderKey, KnownOrder> orders_;
  std::unordered_map<std::string, std::optional<std::string>> settings_;
  std::vector<std::pair<std::string, OrderKey>> changed_;
};

}  // namespace redress::storage
