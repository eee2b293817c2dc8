if (args is ["info", "--bits"]) { Console.WriteLine(Elman.Cli.BitsOfThisMachine.Compute()); return 0; }
return 0;
