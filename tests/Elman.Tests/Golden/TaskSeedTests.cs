namespace Elman.Tests.Golden;

/// <summary>The trainings of <c>tasks</c> from seeds of our own: first weights, order and dropout are drawn here.</summary>
public sealed class TaskSeedTests
{
    public static TheoryData<string, int> EveryTask => [.. GoldenCase.All.Where(golden => golden.Folder == "tasks").SelectMany(golden => new[] { 1, 2, 3 }.Select(seed => (golden.Name, seed)))];

    [Theory, MemberData(nameof(EveryTask))]
    public void A_training_of_our_own_is_as_good_as_PyTorchs(string name, int seed) => TaskGolden.RunOurOwn(GoldenCase.All.First(golden => golden.Folder == "tasks" && golden.Name == name), seed);
}
