// The rulebooks there are: those built into the program, and others given as text; shops' own books among them, each
// laid over the platform's book it extends.
//
//   auto library = Library::built_in(names);
//   Rulebook const* book = library->book_for("taobao");
//
// A Library is immutable and may be shared between threads; the books live as long as it or any copy of their pointer.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/rules/rulebook.hpp"
#include "workflows/rulebook_loader/finding.hpp"
#include "workflows/rulebook_loader/names.hpp"
#include "workflows/rulebook_loader/source_text.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace redress::rules {

using BookPointer = std::shared_ptr<Rulebook const>;

struct Loaded {
  std::vector<BookPointer> books;  // those in whose files nothing is wrong: platforms' by id, then shops' by id
  std::vector<Finding> findings;
};

/// Reads files that include one another by name, tries every example and assembles the books among them. Parts that no
/// book includes are checked too. Two files of one name: the later one counts.
Loaded load_books(std::span<BookSource const> sources, Names const& names);

/// The files built into the program.
std::span<BookSource const> builtin_sources();

/// What is wrong with these files and no others: what loading says, and once they load what static_checks.hpp finds.
std::vector<Finding> check_sources(std::span<BookSource const> sources, Names const& names);

/// The same for files that may include built-in ones, or stand in for them by having their name. Books already built in
/// are checked with them. This is `redress rules check`.
std::vector<Finding> check_books(std::span<BookSource const> files, Names const& names);

/// The same for one text.
std::vector<Finding> check_book(BookSource const& file, Names const& names);

/// One book given as text, which may include built-in parts. Fault `invalid_params` with the first finding.
Result<BookPointer> load_book(BookSource const& file, Names const& names);

class Library;

/// That a calendar ends soon: its last year is over within `days_ahead` days of `now`. Told and never refused, because
/// nobody can know the next year before its notice.
inline constexpr int days_ahead = 60;
std::vector<Finding> calendar_notices(Library const& library, Instant now);

class Library {
 public:
  /// Fault `invalid_params` with the first finding, or if no book is for any platform.
  static Result<Library> of(Loaded loaded);
  static Result<Library> built_in(Names const& names);

  /// The platform's own book, else the one for any platform.
  Rulebook const& book_for(std::string_view platform) const;

  /// The shop's own book over that one, if it has one.
  Rulebook const& book_for(std::string_view platform, std::string_view shop) const;

  /// nullptr if there is none.
  Rulebook const* find(std::string_view id) const;
  Rulebook const* find_digest(std::string_view digest) const;

  std::span<BookPointer const> books() const { return books_; }

 private:
  Library() = default;

  std::vector<BookPointer> books_;
  BookPointer generic_;
};

}  // namespace redress::rules
