// What the checker has to say: which type was expected, which was found, and where.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/cel/inference.hpp"

#include <string_view>
#include <vector>

namespace redress::cel {

class TypeFaults {
 public:
  /// Both must outlive it.
  TypeFaults(std::string_view source, Inference& inference) : source_(source), inference_(inference) {}

  /// "<what> should be <expected>, but this is <found>", at the node; `zh` and `en` say what.
  void mismatch(Node const& node, std::string_view zh, std::string_view en, Type const& expected, Type const& found);
  void mismatch(Node const& node, std::string_view zh, std::string_view en, std::string_view expected,
                std::string_view found);

  /// None of the signatures takes these arguments: points at the one that is wrong where only one form was possible.
  void no_overload(Node const& node, std::vector<Signature> const& signatures, std::vector<Type> arguments);

  /// Kept up to 20.
  void report(Span span, std::string zh, std::string en);

  std::vector<Diagnostic> const& diagnostics() const { return diagnostics_; }

 private:
  void wrong_argument(Node const& node, Signature const& signature, std::vector<Type> const& arguments);

  std::string_view source_;
  Inference& inference_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace redress::cel
