// Cases of every kind walked at random, and the work table made of their entries.
#pragma once

#include "api/worklist/work_table.hpp"
#include "tests/api/story_walk.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace redress::api {

inline std::vector<Entry> entries_of(Store& store) {
  std::vector<Entry> all;
  store.read([&](StoreReader& reader) { all = reader.entries_from(0, static_cast<int>(reader.ledger_size())); });
  return all;
}

inline std::vector<Entry> walked_entries(unsigned seed, int cases) {
  HouseOfDesks house(seed);
  walk_cases(house, seed, cases);
  return entries_of(house.store());
}

inline void take_all(WorkTable& table, std::vector<Entry> const& entries, std::size_t until) {
  for (auto at = static_cast<std::size_t>(table.position()); at < until; ++at) table.take(entries[at]);
}

inline std::vector<std::string> words_in(Words16 const& words) {
  std::vector<std::string> all;
  for (std::size_t number = 0; number < words.size(); ++number)
    all.push_back(words.word(static_cast<std::uint16_t>(number)));
  return all;
}

/// Both answer every question alike.
inline void expect_same(WorkTable const& table, WorkTable const& expected) {
  EXPECT_EQ(table.position(), expected.position());
  ASSERT_TRUE(std::ranges::equal(table.rows(), expected.rows()));
  EXPECT_TRUE(std::ranges::equal(table.moves(), expected.moves()));
  EXPECT_TRUE(std::ranges::equal(table.open_rows(), expected.open_rows()));
  for (auto const& row : expected.rows()) {
    auto const id = expected.id_of(row);
    auto const* found = table.find(id);
    ASSERT_NE(found, nullptr) << id;
    EXPECT_EQ(table.id_of(*found), id);
  }
  EXPECT_EQ(table.find("case_of_nobody"), nullptr);
  EXPECT_EQ(words_in(table.shops()), words_in(expected.shops()));
  EXPECT_EQ(words_in(table.kinds()), words_in(expected.kinds()));
  EXPECT_EQ(words_in(table.states()), words_in(expected.states()));
  EXPECT_EQ(words_in(table.events()), words_in(expected.events()));
  EXPECT_EQ(words_in(table.people()), words_in(expected.people()));
  EXPECT_EQ(words_in(table.currencies()), words_in(expected.currencies()));
  for (std::uint16_t person = 0; person < expected.people().size(); ++person)
    EXPECT_EQ(table.role_of(person), expected.role_of(person));
}

}  // namespace redress::api
