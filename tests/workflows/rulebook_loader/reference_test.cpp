// Every id of the reference of platform rules is in a book or excused with a reason, with the mark and the days it has
// there. The table stands in reference_rows.txt.
#include "engine/cases/evidence.hpp"
#include "engine/rules/sentence.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

namespace redress::rules {
namespace {

constexpr std::size_t excuse_bytes_min = 20;

struct ReferenceRow {
  int line = 0;
  std::string id, where, confidence, from, to;
  bool excused() const { return where.starts_with("- "); }
};

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    auto const end = text.find(at);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<ReferenceRow> reference_rows() {
  std::ifstream file(REDRESS_SOURCE_DIR "/tests/workflows/rulebook_loader/reference_rows.txt");
  std::vector<ReferenceRow> rows;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (text.empty() || text.starts_with('#')) continue;
    auto cells = split(text, '|');
    cells.resize(5);
    rows.push_back({line, cells[0], cells[1], cells[2], cells[3], cells[4]});
  }
  return rows;
}

// One version of an item, whatever kind of item it is.
struct Version {
  std::string confidence, from, to;
};
using Versions = std::multimap<std::string, Version>;  // by id

template <class Item>
void add_versions(Versions& versions, std::vector<Item> const& items) {
  for (auto const& item : items) {
    Version version{std::string(name_of(item.confidence)), {}, {}};
    if constexpr (requires { item.span; }) {
      if (item.span.from) version.from = beijing_date(*item.span.from);
      if (item.span.until) version.to = beijing_date(*item.span.until + -1);
    }
    versions.emplace(item.id, std::move(version));
  }
}

class ReferenceTable : public testing::Test {
 protected:
  ReferenceTable() {
    auto const library = Library::built_in(names_of(workflows::all_workflows()));
    EXPECT_TRUE(library);
    if (!library) return;
    for (auto const& book : library->books()) {
      auto& versions = items_[book->id];
      add_versions(versions, book->rules);
      add_versions(versions, book->deadlines);
      add_versions(versions, book->compensations);
      add_versions(versions, book->evidence_needs);
      add_versions(versions, book->risks);
      versions.emplace(std::string(name_of(book->version_selector)), Version{});
    }
  }

  std::vector<std::string> books_of(std::string_view names) const {
    if (names != "*") return split(names, '+');
    std::vector<std::string> all;
    for (auto const& [name, versions] : items_) all.push_back(name);
    return all;
  }

  void check_item(ReferenceRow const& row, std::string const& book, std::string const& id) const {
    auto const at = items_.find(book);
    ASSERT_NE(at, items_.end()) << "line " << row.line << ": no book " << book;
    auto const [first, last] = at->second.equal_range(id);
    EXPECT_NE(first, last) << fmt::format("line {}: {} should be {} in the book {}, which has no such item", row.line,
                                          row.id, id, book);
    if (first == last) return;
    bool const as_written = std::any_of(first, last, [&](auto const& each) {
      auto const& version = each.second;
      return (row.confidence.empty() || row.confidence == version.confidence) &&
             (row.from.empty() || row.from == version.from) && (row.to.empty() || row.to == version.to);
    });
    EXPECT_TRUE(as_written) << fmt::format("line {}: no version of {} in {} is {} from {} to {}", row.line, id, book,
                                           row.confidence, row.from, row.to);
  }

  std::map<std::string, Versions, std::less<>> items_;  // by book
};

TEST_F(ReferenceTable, EveryIdIsInABookOrExcused) {
  auto const rows = reference_rows();
  ASSERT_GT(rows.size(), 230U);
  for (auto const& row : rows) {
    if (row.excused()) {
      EXPECT_GE(row.where.size(), excuse_bytes_min)
          << "line " << row.line << ": " << row.id << " is excused by no reason";
      continue;
    }
    ASSERT_FALSE(row.where.empty()) << "line " << row.line << ": " << row.id << " is neither in a book nor excused";
    for (auto const& token : split(row.where, ' ')) {
      auto const colon = token.find(':');
      ASSERT_NE(colon, std::string::npos) << "line " << row.line << ": " << token;
      auto const id = token.substr(colon + 1);
      if (token.starts_with("kind:")) {
        EXPECT_TRUE(find_evidence_kind(id)) << "line " << row.line << ": there is no evidence kind " << id;
        continue;
      }
      for (auto const& book : books_of(token.substr(0, colon))) check_item(row, book, id);
    }
  }
}

// The table itself is whole: the reference numbers its rows, so a lost line leaves a hole.
TEST_F(ReferenceTable, HoldsEveryFamilyOfIdsWithoutAHole) {
  std::map<std::string, std::set<int>> numbers;
  std::set<std::string> section_8;
  for (auto const& row : reference_rows()) {
    for (auto const* family : {"D-", "C-", "R-"})
      if (row.id.starts_with(family) && row.id.size() >= 4) numbers[family].insert(std::stoi(row.id.substr(2, 2)));
    if (auto const hyphen = row.id.find('-'); hyphen == 2 && row.id.size() >= 9) section_8.insert(row.id);
  }
  auto const up_to = [](int last) {
    std::set<int> all;
    for (int number = 1; number <= last; ++number) all.insert(number);
    return all;
  };
  EXPECT_EQ(numbers["D-"], up_to(33));
  EXPECT_EQ(numbers["C-"], up_to(16));
  EXPECT_EQ(numbers["R-"], up_to(20));
  EXPECT_EQ(section_8.size(), 80U);
}

TEST_F(ReferenceTable, HoldsEveryRuleThatIsNotOurOwn) {
  std::set<std::string> named;
  for (auto const& row : reference_rows())
    for (auto const& token : split(row.where, ' ')) named.insert(token.substr(token.find(':') + 1));
  for (auto const& [book, versions] : items_)
    for (auto const& [id, version] : versions) {
      bool const ours = version.confidence == "design" || version.confidence.empty();
      EXPECT_TRUE(ours || named.contains(id) || named.contains(id.substr(0, id.rfind('-'))))
          << id << " of " << book << " belongs to no row of the reference";
    }
}

}  // namespace
}  // namespace redress::rules
