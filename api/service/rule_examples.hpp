// The examples of a rulebook with the answers their items give, as `rules.get` and `rules.book` show them.
//
// Read from a book's own texts. Trying them means loading the files anew, so what came of a book is remembered by its
// digest. Thread-safe.
#pragma once

#include "api/service/rulebooks_in_force.hpp"
#include "engine/ledger/rulebook_text.hpp"

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace redress::api {

inline constexpr std::size_t books_remembered = 64;  // by digest; past it all are forgotten and tried anew

class RuleExamples {
 public:
  /// By item id: [{what, facts, evidence, at, expected, actual}]; `texts` are the files of the book of that digest.
  /// Items that no longer load have none.
  using ById = std::map<std::string, boost::json::array, std::less<>>;
  std::shared_ptr<ById const> of(std::string const& digest, std::vector<ledger::RulebookText> const& texts);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<ById const>, std::less<>> known_;  // by digest
};

}  // namespace redress::api
