// The reading half of the port of persons over one connection; part of every SqliteReads.
#pragma once

#include "engine/cases/persons.hpp"
#include "storage/sqlite/connection.hpp"

namespace redress::storage {

class SqlitePersons : public PersonReads {
 public:
  explicit SqlitePersons(Connection& connection) : connection_(connection) {}

  std::optional<Person> person_of_case(std::string_view case_id) override;
  std::vector<Person> persons_named(std::string_view shop, std::string_view id) override;
  std::vector<Person> persons_waiting(Instant now, int limit) override;
  std::vector<std::string> cases_of_person(std::int64_t number) override;
  KeptOfPerson kept_of_person(std::int64_t number) override;
  bool file_is_needed(std::string_view sha256) override;

 private:
  Connection& connection_;
};

}  // namespace redress::storage
