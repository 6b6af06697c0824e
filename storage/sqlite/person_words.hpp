// Words about persons as the file keeps them: each encrypted under its person's key, the keys under their shop's.
//
// A sealed value names its person in its first eight bytes (big-endian), then is what storage/common/sealing.hpp makes.
// Keys are remembered nowhere but in the writer's CaseMemory, which is emptied where one is destroyed. Throws
// FaultError `internal` where a value does not open.
#pragma once

#include "engine/cases/store.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class WordsKey {
 public:
  WordsKey(std::int64_t person, SecretKey const& key) : person_(person), key_(key) {}

  std::int64_t person() const { return person_; }
  std::string seal(std::string_view plain, std::string_view about) const;

  std::string sealed(PersonalText const& text) const;

  /// The item with its words taken out of the plain members, and those words sealed; nothing if it has none.
  std::optional<std::string> take_words(Evidence& item) const;

 private:
  friend class WordsReader;
  friend WordsKey active_person(Connection& connection, std::string const& shop, std::string const& id, Instant now);

  std::int64_t person_;
  SecretKey key_;
};

/// The active person of that id with their key; made where there is none.
WordsKey active_person(Connection& connection, std::string const& shop, std::string const& id, Instant now);

/// Nothing where the key is destroyed.
std::optional<WordsKey> key_of(Connection& connection, std::int64_t person);

/// Opens values, looking a key up again only where the person changes; for the length of one read.
class WordsReader {
 public:
  explicit WordsReader(Connection& connection) : connection_(connection) {}

  /// Nothing where the person's key is destroyed.
  std::optional<std::string> open(std::string_view sealed, std::string_view about);

  /// Puts the words back; false where the key is destroyed.
  bool open(PersonalText& text, std::string_view sealed);
  bool open(Evidence& item, std::string_view sealed);

 private:
  Connection& connection_;
  std::optional<WordsKey> last_;
};

}  // namespace redress::storage
