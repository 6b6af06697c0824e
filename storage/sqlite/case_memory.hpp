// What the writer read or wrote of cases lately, so that a case under work is not read and parsed again at every move.
//
// It repeats what the transaction sees and is never the only place of anything: whatever is undone is forgotten here,
// and read again. Bounded: two generations of `cases_max` each, the older of which goes when the younger is full. Keys
// of persons in it are wiped with the entry.
//
// Threads: all but look(), shop_of(), look_at_setting() and settings_stamp() is the writer's. Those see only what is
// durable: an entry is `open` to them from the time its commit is durable until it changes again, and while it is open
// the writer only reads it.
#pragma once

#include "engine/cases/foresight.hpp"
#include "storage/sqlite/person_words.hpp"

#include <mutex>
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
  std::uint64_t stamp = 0;
  std::uint64_t group = 0;  // the commit that changed it last
  bool open = false;

  bool whole() const { return case_ && place && evidence && personal; }
};

struct KnownOrder {
  Order order;
  std::vector<std::string> case_ids;  // in the order they were opened
  std::uint64_t stamp = 0;
  std::uint64_t group = 0;
  bool open = false;
};

struct OrderKey {
  std::string shop, platform, id;
  bool operator==(OrderKey const&) const = default;
};

class CaseMemory {
 public:
  static constexpr std::size_t cases_max = 2048;

  /// nullptr where nothing is known. What of() answers is to be filled at once.
  KnownCase* find(std::string_view case_id);
  KnownCase& of(std::string_view case_id);
  KnownOrder* find(OrderKey const& key);
  KnownOrder& put(OrderKey const& key, KnownOrder order);

  std::optional<std::string> const* setting(std::string_view name) const;
  void put_setting(std::string_view name, std::optional<std::string> value);

  /// To be called before a case, and so the order it belongs to, are changed.
  void changes(std::string const& case_id, OrderKey const& order);

  /// Something was undone, or done to many cases at once.
  void forget_all();
  /// What changed since the last time is committed, and waits to be durable.
  void committed();
  /// It is.
  void durable();

  std::uint64_t settings_stamp() const;
  bool stands(CaseSnapshot::Stamp const& seen, std::string_view case_id);
  std::optional<CaseSnapshot> look(std::string_view case_id);
  std::string shop_of(std::string_view case_id);
  std::optional<std::optional<std::string>> look_at_setting(std::string_view name);

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
    /// Without making it any younger.
    Known* look(Key const& key) {
      if (auto const young = young_.find(key); young != young_.end()) return &young->second;
      auto const old = old_.find(key);
      return old == old_.end() ? nullptr : &old->second;
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
  struct Filled {
    std::vector<std::string> cases;
    std::vector<OrderKey> orders;
  };
  Filled filled_;   // since the last commit
  Filled waiting_;  // of the last commit, while it is not durable
  std::uint64_t group_ = 1;
  std::uint64_t durable_group_ = 0;
  std::uint64_t settings_group_ = 0;  // that put a setting last
  std::uint64_t stamps_ = 0;
  std::uint64_t settings_stamp_ = 0;
  mutable std::mutex mutex_;  // of the maps, and of what is open in them
};

}  // namespace redress::storage
