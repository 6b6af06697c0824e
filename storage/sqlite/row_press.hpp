// Squeezes the texts of rows as they are written, and learns a new dictionary where too many squeeze badly.
//
// The first texts of a store are kept plain: there is nothing to know of them yet. Each dictionary takes twice as many
// badly squeezed texts as the one before, so that a store has a handful of them, whatever is written. Used by the
// writer's thread alone.
#pragma once

#include "storage/sqlite/connection.hpp"
#include "storage/squeeze/learning.hpp"
#include "storage/squeeze/press.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace redress::storage {

class RowPress {
 public:
  /// Borrows the connection. `learn_after`: so many texts squeezed badly before the first dictionary.
  RowPress(Connection& connection, std::int64_t learn_after);

  /// How a row keeps a text: plain, or "" and the two columns of a squeezed one.
  struct Kept {
    std::string const& plain;
    std::optional<std::int64_t> dictionary;
    std::optional<RawBytes> squeezed;
  };
  /// Whether a text stays for ever: only what such texts hold may stand in a dictionary (docs/storage.md).
  enum class Lasts { no, yes };

  /// Valid until the next call, and as long as the text.
  Kept keep(std::string const& text, Lasts lasts);

  /// Between transactions: makes a dictionary where one is due, and writes it in a transaction of its own. Where that
  /// fails the next texts are kept as before.
  void learn_if_due();
  bool is_due_to_learn() const { return news_ >= learn_after_; }

 private:
  void use(std::int64_t number, std::string bytes);
  void note(std::string const& text, Lasts lasts);

  Connection& connection_;
  std::optional<Press> press_;
  std::int64_t number_ = 0;
  std::string bytes_;  // of the dictionary in use
  std::int64_t learn_after_;
  std::int64_t news_ = 0;          // texts that last and were squeezed badly, since the last lesson
  std::int64_t passing_news_ = 0;  // and that do not last
  Lesson lesson_;                  // the latest of them
};

}  // namespace redress::storage
