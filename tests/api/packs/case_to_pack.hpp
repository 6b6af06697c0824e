// A case with a refusal, evidence and a second try, and its pack as pack.create answers it, in one process.
#pragma once

#include "api/packs/pack_check.hpp"
#include "tests/api/house_of_desks.hpp"

#include <string>

namespace redress::packs {

class CaseToPack {
 public:
  explicit CaseToPack(std::uint64_t seed = 1);

  std::string const& case_id() const { return case_id_; }
  api::HouseOfDesks& house() { return house_; }

  /// The whole answer of pack.create.
  boost::json::object answer(Role role = Role::agent, boost::json::array withhold = {});
  /// The answer put together, as if it had been read from a ZIP.
  OpenedPack pack(boost::json::array withhold = {});

  boost::json::object apply(std::string const& event, boost::json::object params);
  void add_text(std::string const& kind, std::string const& text);
  void add_file(std::string const& kind);  // whose bytes nobody has

 private:
  void add(std::string const& kind, boost::json::object content);

  api::HouseOfDesks house_;
  std::string case_id_;
  int requests_ = 0;
};

/// A file with other bytes, hashed anew.
PackedFile packed(std::string bytes);

/// The manifests made to fit the files again, as a forger would who cannot sign.
void list_anew(OpenedPack& pack);

}  // namespace redress::packs
