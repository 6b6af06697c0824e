#include "engine/cases/second_factors.hpp"

#include "engine/cases/store.hpp"

namespace redress {

SecondFactorReads* second_factors_of(StoreReader& store) { return dynamic_cast<SecondFactorReads*>(&store); }
SecondFactorWrites* second_factors_of_writer(StoreWriter& store) { return dynamic_cast<SecondFactorWrites*>(&store); }

}  // namespace redress
