// What SQLite said went wrong, as a FaultError that every caller of the port already knows how to carry.
#pragma once

#include "engine/base/fault.hpp"

#include <string_view>

namespace SQLite {
class Exception;
}

namespace redress::storage {

class DiskError : public FaultError {
 public:
  /// `doing` is the name of the query or step, for the sentence.
  DiskError(SQLite::Exception const& why, std::string_view doing);

  /// Something with this key is there already.
  bool is_duplicate() const;

  /// The disk did not do what it was told (or holds something else than was written): what is on it is not known until
  /// the next start. A full disk, a broken constraint or too little memory is not that.
  bool is_damage() const;

 private:
  int code_;  // SQLite's extended code
};

}  // namespace redress::storage
