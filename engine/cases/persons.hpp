// A person of a shop as the store keeps them, and the port of stores that can forget one (docs/privacy.md).
//
// A person is the buyer of one or more cases by pseudonym, or a case that names no buyer. Everything in words about
// them is stored under a key of their own; destroying the key makes it unreadable wherever it was copied to. A buyer
// who comes back after being restricted or shredded is a new person with the same id.
//
// A store that keeps persons is a PersonReads in its readers and a PersonWrites in its writers as well. The memory
// store is not: it keeps nothing that outlives the process. Threads and errors are those of the Store port.
#pragma once

#include "engine/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

class StoreReader;
class StoreWriter;

enum class PersonState { active, restricted, shredded };

std::string_view name_of(PersonState state);
std::optional<PersonState> person_state_from(std::string_view name);

/// Why a person may not be shredded yet; the reason in words stands beside the office entry.
struct LegalHold {
  std::string entry_id;
  std::string by;  // actor id
  Instant at;

  bool operator==(LegalHold const&) const = default;
};

struct Person {
  std::int64_t number = 0;  // the store's own name for them
  std::string shop;
  std::string id;  // pseudonym, case id, or the shop's office
  PersonState state = PersonState::active;
  Instant known_since;
  std::string basis = {};  // of the erasure asked for
  std::optional<Instant> restricted_at = {};
  std::optional<Instant> shred_at = {};  // restricted: not before
  std::optional<Instant> shredded_at = {};
  std::string shredded_in = {};  // entry id
  bool traces_left = false;      // shredded, but files, the erasure list or the log are still to be done
  std::optional<LegalHold> hold = {};

  bool operator==(Person const&) const = default;
};

/// How much is kept of a person in words and files.
struct KeptOfPerson {
  std::int64_t texts = 0;
  std::int64_t evidence_texts = 0;
  std::vector<std::string> files = {};  // SHA-256 of evidence files, each once

  bool operator==(KeptOfPerson const&) const = default;
};

class PersonReads {
 public:
  virtual ~PersonReads() = default;
  virtual std::optional<Person> person_of_case(std::string_view case_id) = 0;
  virtual std::vector<Person> persons_named(std::string_view shop, std::string_view id) = 0;  // oldest first
  /// Restricted ones whose time has come and that nobody holds, and shredded ones with traces left.
  virtual std::vector<Person> persons_waiting(Instant now, int limit) = 0;
  virtual std::vector<std::string> cases_of_person(std::int64_t number) = 0;  // ids, oldest first
  virtual KeptOfPerson kept_of_person(std::int64_t number) = 0;
  /// Whether a case of somebody who is not shredded has an item with these bytes.
  virtual bool file_is_needed(std::string_view sha256) = 0;
};

class PersonWrites {
 public:
  virtual ~PersonWrites() = default;
  virtual void put_person(Person const& person) = 0;
  /// Destroys the key, deletes texts and salts, empties evidence texts and the answers kept of the person's commands.
  /// The person's own row is put_person()'s. Files are the caller's.
  virtual void destroy_words(std::int64_t number) = 0;
};

/// Null where the store keeps no persons.
PersonReads* persons_of(StoreReader& store);
PersonWrites* persons_of_writer(StoreWriter& store);

}  // namespace redress
