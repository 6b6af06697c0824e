// Puts new rulebooks in force while commands run, and says which ones are (docs/rulebook-activation.md).
//
// `activate` blocks until it is durable, for as long as checking the books takes; it runs where reads run, and one
// after the other. The books change inside a unit of the store's writer: before it every command is decided by the old
// ones, after it by the new ones. Thread-safe.
#pragma once

#include "api/seam/clock.hpp"
#include "api/service/activation_journal.hpp"
#include "api/service/answer.hpp"
#include "api/service/case_desk.hpp"
#include "api/service/office.hpp"
#include "api/service/rulebooks_in_force.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace redress::api {

struct DueMoves;

/// What files came to: a library, or everything that is wrong with them.
struct CheckedRulebooks {
  std::optional<rules::Library> library;
  std::vector<rules::Finding> findings;
};

/// The folder of rulebooks. `read` reads its files anew, with those given in the place of files of their names, and
/// checks them all; a Fault if they cannot be read. `keep` puts those given in the folder, durably.
struct RulebookFolder {
  std::function<Result<CheckedRulebooks>(std::vector<rules::BookSource> const& given)> read;
  std::function<Result<void>(std::vector<rules::BookSource> const& given)> keep;
};

class RulebookDesk {
 public:
  RulebookDesk(Store& store, RulebooksInForce& books, Clock const& clock, Ids& ids, RulebookFolder folder)
      : store_(store), books_(books), clock_(clock), office_(store, clock, ids), folder_(std::move(folder)) {}

  /// Keeps the texts of the books the process starts with, and notes them where they are others than before. Before the
  /// first decision. Returns those in force that nobody activated.
  std::vector<BookChange> start();

  /// rules.activate {request_id, check_only?, books?}: texts given are put in the folder once all of it is sound
  AnswerText activate(DeskCall const& call);

  /// rules.list {book?}: with digest and `since` of each, and the last activations.
  AnswerText list(DeskCall const& call) const;

  RulebookFolder const& folder() const { return folder_; }

  /// The member `rulebooks` of system.info.
  boost::json::object state(Actor const& actor) const;

 private:
  /// Throws FaultError if it could not be written; nothing has changed then.
  AnswerText put_in_force(LibraryPointer next, DeskCall const& call, DueMoves const& moves);

  Store& store_;
  RulebooksInForce& books_;
  Clock const& clock_;
  Office office_;
  RulebookFolder folder_;
  std::mutex activating_;
};

}  // namespace redress::api
