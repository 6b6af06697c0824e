// A rulebook that is to be tried: given as texts, put together with the built-in parts it includes.
//
// It stands in for the built-in book of its platform, whatever it calls itself; parts given beside it stand in for the
// built-in parts of their names.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <span>
#include <string>
#include <vector>

namespace redress::rules {

/// The book, or what is wrong with the texts: then `findings` is not empty and `book` is null.
struct Candidate {
  BookPointer book;
  std::vector<Finding> findings;
};

/// `files` has the book first. Its name is what its member `book` says, whatever the file is called.
Candidate load_candidate(std::vector<BookSource> files, Library const& built_in, Names const& names);

/// What a text includes by name, so that a caller can look for the files; nothing of a text that cannot be read.
std::vector<std::string> includes_of(BookSource const& file);

}  // namespace redress::rules
