// The rulebooks by which the next command is decided, while they can be replaced by others.
//
// Whoever decides or explains takes a snapshot once and keeps it as long as it borrows anything of a book. Replaced
// only inside a unit of the store's writer, so no command sees two of them. Thread-safe.
#pragma once

#include "workflows/rulebook_loader/library.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace redress::api {

using LibraryPointer = std::shared_ptr<rules::Library const>;

class RulebooksInForce {
 public:
  explicit RulebooksInForce(rules::Library library)
      : library_(std::make_shared<rules::Library const>(std::move(library))) {}

  LibraryPointer now() const {
    std::scoped_lock const lock{mutex_};
    return library_;
  }

  /// What was in force until now.
  LibraryPointer replace(LibraryPointer next) {
    std::scoped_lock const lock{mutex_};
    return std::exchange(library_, std::move(next));
  }

 private:
  mutable std::mutex mutex_;  // held for a copy of a pointer, so readers hardly ever meet
  LibraryPointer library_;
};

}  // namespace redress::api
